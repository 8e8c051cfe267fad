import type { Change } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { BeginAnswer, BeginInput } from './begin-change.ts';
import { beginUnlessUntested, type TestedOnly } from './begin-unless-untested.ts';

type Input = BeginInput<Extract<Change, { kind: 'set-upgrade-settings' }>> & TestedOnly;

/** Gives one node pool the campaign's upgrade settings, before the upgrade of its image, which cannot bring them along. */
export function setUpgradeSettings(gateways: Gateways) {
  return (input: Input): Promise<BeginAnswer> => beginUnlessUntested(gateways, input);
}
