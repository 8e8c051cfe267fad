import { expect, it } from 'vitest';
import { answersToDecision } from '#domain/status/actions.ts';

const asked = { campaign: 'k8s-1-34', cluster: 'aks-pay', pool: 'np1', step: 'np1', mayRollBack: true };
const consequences = (settingsOf: readonly string[]) =>
  Object.fromEntries(
    answersToDecision({ ...asked, settingsOf }).map(({ verb, target, consequence }) => [
      `${verb} ${target}`,
      consequence,
    ]),
  );

it('a skip or an abort of a cluster says what becomes of temporary settings, where there are any', () => {
  const ends = ['skip cluster/aks-pay', 'abort cluster/aks-pay'];
  for (const end of ends) {
    expect(consequences(['system', 'np1'])[end]).toContain(
      'the temporary settings of system, np1 are restored, or listed as not restored',
    );
    expect(consequences([])[end]).not.toContain('settings');
  }
  expect(
    Object.entries(consequences(['np1'])).flatMap(([key, text]) => (text.includes('settings') ? [key] : [])),
  ).toEqual(ends);
});

it('a rollback of one pool says how the cluster ends', () => {
  expect(consequences([])['rollback pool/aks-pay/np1']).toBe(
    'rolls np1 back, where AKS still allows it; the cluster then ends as RolledBack, its later node pools untouched',
  );
});

it.each([
  [['np2', 'win22'], 'continues with np2, win22, then ends and counts as failed'],
  [[], 'ends and counts as failed'],
])('a skip of a pool before %j says what the cluster does without it', (nextPools, rest) => {
  const [, skip] = answersToDecision({ ...asked, nextPools });
  expect(skip?.consequence).toBe(`skips np1; the cluster ${rest}`);
});
