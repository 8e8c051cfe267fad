import { ApiException } from '@kubernetes/client-node';
import type { ClusterClient } from '../client/cluster-client.ts';

const notReady = 500;

/** Names of the API server's own checks that fail; it answers 500 with a line for each of them. */
export async function readServerChecks(client: ClusterClient): Promise<readonly string[]> {
  const { status, text, headers } = await client.get('/readyz?verbose');
  if (status === 200) return [];
  const failing = [...text.matchAll(/^\[-\](\S+) failed/gm)].map(([, name = '']) => name);
  if (status === notReady && failing.length > 0) return failing;
  throw new ApiException(status, 'not a list of checks', text, { ...headers });
}
