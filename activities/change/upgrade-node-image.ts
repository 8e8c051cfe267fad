import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { BeginAnswer, BeginInput } from './begin-change.ts';
import { beginUnlessUntested, type TestedOnly } from './begin-unless-untested.ts';

type Input = BeginInput<Extract<Change, { kind: 'upgrade-node-image' }>> & TestedOnly;

/**
 * Begins the upgrade of one node pool to the newest image of the moment. The request knows no If-Match: the pool is read right
 * before it, and one that is not as inspected is looked at again. Nor does it name an image: where only a tested one may
 * come, the newest is looked at right before.
 */
export function upgradeNodeImage(gateways: Gateways) {
  return (input: Input): Promise<BeginAnswer> => beginUnlessUntested(gateways, input);
}
