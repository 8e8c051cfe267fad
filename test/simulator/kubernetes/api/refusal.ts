import { ApiException } from '@kubernetes/client-node';

interface StatusBody {
  readonly reason?: string;
  readonly metadata?: { readonly continue?: string };
  readonly details?: { readonly causes?: readonly { readonly reason?: string }[] };
}

/** What the client was refused with; fails when it was not. */
export async function refused(asked: Promise<unknown>) {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiException)) throw new Error(`not refused by the API server: ${String(error)}`);
  const body: unknown = error.body;
  const status = typeof body === 'string' ? (JSON.parse(body) as StatusBody) : undefined;
  return { code: error.code, status, retryAfter: error.headers['retry-after'] };
}
