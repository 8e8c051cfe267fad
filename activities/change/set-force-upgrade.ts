import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

/** Lets upgrades that begin until an instant override what AKS checks, or ends that. */
export function setForceUpgrade(gateways: Gateways) {
  return (input: BeginInput<Extract<Change, { kind: 'set-force-upgrade' }>>): Promise<BeginAnswer> =>
    beginChange(gateways, input);
}
