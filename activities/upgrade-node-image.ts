import type { Change } from '#domain/campaign/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/**
 * Begins the upgrade of one node pool to the newest image of the moment. The request knows no If-Match: the pool is read right
 * before it, and one that is not as inspected is looked at again.
 */
export function upgradeNodeImage(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'upgrade-node-image' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
