import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Begins the upgrade of the control plane alone; pools keep their versions. */
export function upgradeControlPlane(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'upgrade-control-plane' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
