import { describe, expect, it } from 'vitest';
import {
  askAboutStalledDrain,
  describeStalledAbort,
  describeStalledDrain,
  type StalledPool,
} from '#domain/rolling-upgrade/stalled-drain-messages.ts';

const stalled: StalledPool = {
  campaign: 'k8s',
  cluster: 'aks',
  pool: 'np1',
  blockedBy: 'pdb shop/web',
  policy: { notifyAfterMs: 600_000, afterwards: 'Ask', afterMs: 1_200_000 },
  isRollback: false,
  mayForce: false,
  mayRollBack: true,
};
const at = '--target pool/aks/np1';
const abort = `drydock abort k8s ${at} --reason TEXT`;
const rollback = `drydock rollback k8s ${at} --reason TEXT`;
const retry = 'drydock retry k8s --target cluster/aks --reason TEXT (waits another 20m; or fix it; or';

describe('a blocked drain', () => {
  it.each<[string, Partial<StalledPool>, string]>([
    ['can be aborted or rolled back', {}, `fix it, or ${abort}, or ${rollback}`],
    [
      'can be aborted alone where the file rules out rollbacks',
      { mayRollBack: false },
      `fix it, or ${abort}`,
    ],
    ['of a rollback can only be fixed', { isRollback: true }, 'fix it'],
  ])('%s', (_, over, choices) => {
    expect(describeStalledDrain({ ...stalled, ...over })).toBe(
      `AKS keeps trying, then an operator is asked; blocked by pdb shop/web: ${choices}`,
    );
  });

  it.each<[string, Partial<StalledPool>, string]>([
    ['lists the ways to end it', {}, `${retry} skip, or abort ${at}, or rollback ${at}: aborted in Azure)`],
    [
      'offers force where the file allows it',
      { mayForce: true, mayRollBack: false },
      `${retry} skip, or drydock force k8s --target cluster/aks --reason TEXT (np1 alone, by someone other than the initiator), or abort ${at}: aborted in Azure)`,
    ],
    [
      'says what a skip of a rollback leaves',
      { isRollback: true, mayForce: true },
      `${retry} skip, which leaves np1 between two versions: aborted in Azure)`,
    ],
  ])('is asked about: %s', (_, over, act) => {
    expect(askAboutStalledDrain({ ...stalled, ...over })).toMatchObject({ act, retryWaits: '20m' });
  });

  it('is named with what blocks it, as far as that could be observed', () => {
    expect(askAboutStalledDrain(stalled).reason).toBe('The drain of np1 is blocked by pdb shop/web.');
    expect(askAboutStalledDrain({ ...stalled, isRollback: true, blockedBy: null }).reason).toBe(
      'The drain of np1, which is being rolled back, is blocked by something that was not observed.',
    );
  });

  it('is aborted by an operator, or by rule', () => {
    const blocked = 'its drain was blocked by pdb shop/web.';
    expect(describeStalledAbort('pdb shop/web', 'bob')).toBe(`The operation was aborted by bob: ${blocked}`);
    expect(describeStalledAbort('pdb shop/web', null)).toBe(
      `The operation was aborted as the file says (stalledDrain): ${blocked}`,
    );
  });
});
