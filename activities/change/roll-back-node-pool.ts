import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Begins to take one node pool back to the version and image it left last. */
export function rollBackNodePool(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'roll-back-node-pool' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
