import type { TemporalSession } from './temporal-client.ts';

/**
 * Where the Temporal UI shows a workflow: DRYDOCK_UI_URL where it is set and not empty, the development server's usual port
 * on loopback, else null (no one can know).
 */
export function workflowUrl(
  session: Pick<TemporalSession, 'address' | 'namespace'>,
  workflowId: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const base = env.DRYDOCK_UI_URL || usualUi(session.address);
  if (base === null) return null;
  return `${base.replace(/\/$/, '')}/namespaces/${session.namespace}/workflows/${encodeURIComponent(workflowId)}`;
}

function usualUi(address: string): string | null {
  return /^(?:localhost|127\.0\.0\.1):7233$/.test(address) ? 'http://localhost:8233' : null;
}
