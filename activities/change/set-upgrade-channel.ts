import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Sets the cluster's automatic upgrade channel: to none while it is ours, back to its own afterwards. */
export function setUpgradeChannel(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'set-upgrade-channel' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
