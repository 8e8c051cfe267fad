import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Begins the upgrade of one node pool to one version, with the campaign's upgrade settings along. */
export function upgradeNodePool(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'upgrade-node-pool' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
