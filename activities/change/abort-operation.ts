import type { Operation } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface AbortOperationInput extends PacedInput {
  readonly resourceId: string;
  /** null: the cluster's own operation. */
  readonly pool: string | null;
}

/** Asks Azure to stop the running operation. Abort undoes nothing: nodes stay as far as they came. */
export function abortOperation(gateways: Gateways) {
  return ({
    resourceId,
    pool,
  }: AbortOperationInput): Promise<
    { readonly kind: 'accepted'; readonly operation: Operation } | { readonly kind: 'nothing-to-abort' }
  > => gateways.azure.abort(resourceId, pool);
}
