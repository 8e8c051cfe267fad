import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Puts back the pool's own upgrade settings after its upgrade. */
export function restoreUpgradeSettings(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'restore-upgrade-settings' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
