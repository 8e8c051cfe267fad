import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Restarts the machine behind a node that was emptied before. */
export function restartNode(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'restart-node' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
