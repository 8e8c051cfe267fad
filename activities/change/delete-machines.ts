import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Takes machines that were quarantined and are empty now out of their pool. */
export function deleteMachines(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'delete-machines' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
