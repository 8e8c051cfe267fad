import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Metrics } from './metrics.ts';

interface Sent {
  readonly request: { readonly method: string; readonly host: string; readonly path: string };
}
interface Answered extends Sent {
  readonly response: { readonly statusCode?: number };
}

/**
 * Counts what goes to Azure Resource Manager where it leaves the process, so that retries inside the SDK are
 * seen too: the limits of ARM count them. Sign-in and clusters are no requests to ARM. Returns what ends it.
 */
export function countAzureRequests(armEndpoint: string, metrics: Metrics): () => void {
  const { hostname } = new URL(armEndpoint);
  const count = ({ request }: Sent, code: string) => {
    if (request.host === hostname && request.path.startsWith('/subscriptions'))
      metrics.azureRequest(request.method, code);
  };
  const answered = (message: unknown) => {
    const { response, ...sent } = message as Answered;
    count(sent, String(response.statusCode ?? 'none'));
  };
  const lost = (message: unknown) => count(message as Sent, 'none');
  subscribe('http.client.response.finish', answered);
  subscribe('http.client.request.error', lost);
  return () => {
    unsubscribe('http.client.response.finish', answered);
    unsubscribe('http.client.request.error', lost);
  };
}
