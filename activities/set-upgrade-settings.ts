import type { Change } from '#domain/campaign/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Gives one node pool the campaign's upgrade settings, before an upgrade that cannot bring them along. */
export function setUpgradeSettings(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'set-upgrade-settings' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
