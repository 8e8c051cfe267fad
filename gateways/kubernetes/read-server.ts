import { ApiException } from '@kubernetes/client-node';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { readUsage } from '#domain/removal/api-usage.ts';
import type { ServerUsage } from '#domain/removal/server-usage.ts';
import type { ClusterClient } from './cluster-client.ts';

/** Of Kubernetes 1. Throws a FailureError for a version that is none, and what the client throws. */
export async function readServerMinor(client: ClusterClient): Promise<number> {
  const { gitVersion } = await client.version.getCode();
  const minor = /^v1\.(\d+)\./.exec(gitVersion)?.[1];
  if (minor !== undefined) return Number(minor);
  throw new FailureError(failure('unclassified', `"${gitVersion}" is no version of Kubernetes 1.`));
}

/** What /metrics of the API server that answers say of deprecated versions. */
export async function readServerUsage(client: ClusterClient): Promise<ServerUsage> {
  const { status, headers, text } = await client.get('/metrics', 'text/plain');
  if (status !== 200) throw new ApiException(status, 'no metrics', text, { ...headers });
  return readUsage(text);
}
