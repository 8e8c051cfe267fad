import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Gives a pool a node more, for one that is to be replaced, or takes it back. */
export function scaleNodePool(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'scale-node-pool' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
