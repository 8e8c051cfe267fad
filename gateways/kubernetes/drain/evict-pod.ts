import { networkErrorCode } from '#domain/certificate-error.ts';
import type { DrainPod } from '#domain/drain/drain-pod.ts';
import type { EvictionReply } from '#domain/drain/eviction-answer.ts';
import { retryAfterMs } from '#domain/retry-after.ts';
import type { ClusterClient } from '../client/cluster-client.ts';

export interface EvictionOptions {
  /** null: the pod's own. */
  readonly graceSeconds: number | null;
  readonly isDryRun: boolean;
}

const longestText = 600;

/**
 * Evicts this very pod: with its uid as precondition, another one that has taken its name is left alone. Whatever
 * comes back is handed over; only a cancellation is thrown. DELETE is never sent, not even where no evictions are served.
 */
export async function evictPod(
  client: ClusterClient,
  pod: DrainPod,
  options: EvictionOptions,
): Promise<EvictionReply> {
  const { namespace, name, uid } = pod;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/eviction`;
  const dryRun = options.isDryRun ? { dryRun: ['All'] } : {};
  const grace = options.graceSeconds === null ? {} : { gracePeriodSeconds: options.graceSeconds };
  try {
    const answer = await client.post(options.isDryRun ? `${path}?dryRun=All` : path, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { namespace, name },
      deleteOptions: { ...grace, ...dryRun, preconditions: { uid } },
    });
    return {
      status: answer.status,
      body: parseJson(answer.text),
      text: answer.text.slice(0, longestText),
      retryAfterMs: retryAfterMs((header) => answer.headers[header], Date.now()),
    };
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    return { status: 0, body: null, text: innermost(error).slice(0, longestText), retryAfterMs: null };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A connection that failed or was cut, and a call that met its own deadline; not one that was called off. */
function isNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || error.name === 'TypeError' || networkErrorCode(error) !== null;
}

function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? innermost(error.cause) : error.message;
}
