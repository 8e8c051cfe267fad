import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { CampaignStatus } from '#domain/status/status.ts';
import { noLooks } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { type Agreement, broken } from '../rules/ledger-rules.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';

const seed = 18;
const it = withDrydock({ scenario: 'forty-of-every-kind', speed: 2400, seed });
const example = readFileSync(join(import.meta.dirname, '../../examples/every-kind.yaml'), 'utf8');
/** Without looks, and the simulated clock runs on while a slow machine thinks. */
const laidOver = Object.entries({ ...noLooks, timeouts: { cluster: '10d' } })
  .map(([field, value]) => `  ${field}: ${JSON.stringify(value)}\n`)
  .join('');

/** The pools of each kind that are upgraded, and those that are not; null: the cluster is skipped for this reason. */
const kinds: Readonly<
  Record<string, { readonly done: readonly string[]; readonly skipped?: readonly string[] } | string>
> = {
  'aks-spot': { done: ['system', 'spot'] },
  'aks-machines': { done: ['system', 'scaled', 'vms'], skipped: ['each', 'managed'] },
  'aks-blue-green': { done: ['system', 'web'] },
  'aks-windows': { done: ['system', 'win22'] },
  'aks-karpenter': { done: ['system'] },
  'aks-automatic': 'it is an AKS Automatic cluster: AKS upgrades it by its channel stable',
  'aks-availability-set': 'AKS has retired availability sets',
  'aks-unread': "Azure's answer was not understood: properties.networkProfile is no object",
};
const numbers = [1, 2, 3, 4, 5];
const clustersOf = (of: readonly number[]) =>
  Object.entries(kinds).flatMap(([kind, how]) =>
    typeof how === 'string' ? [] : of.map((number) => ({ name: `${kind}-${number}`, pools: how.done })),
  );

/** What passes by itself, at places that the seed chose. */
const faults = [
  { kind: 'throttle', match: { method: 'PUT', cluster: 'aks-spot-2' }, retryAfterSeconds: 2 },
  { kind: 'error-answer', match: { method: 'PUT', cluster: 'aks-machines-3' }, status: 500 },
  { kind: 'lost-answer', match: { method: 'PUT', cluster: 'aks-blue-green-4', pool: 'web' } },
  { kind: 'reset', match: { method: 'GET', cluster: 'aks-windows-5' } },
  { kind: 'not-latest-operation', match: { cluster: 'aks-karpenter-2' } },
];

function agreementOf({ decisions }: CampaignStatus): Agreement {
  const approvedAt = Date.parse(decisions.find(({ verb }) => verb === 'approve')!.at);
  return {
    steps: clustersOf(numbers).flatMap(({ name, pools }) => [
      `${name} control-plane-upgrade 1.33.5 -> 1.34.1`,
      ...pools.map((pool) => `${name} node-pool-upgrade ${pool} 1.33.5 -> 1.34.1`),
    ]),
    stages: [
      { clusters: clustersOf([1]).map(({ name }) => name), places: 4, approvedAt: null },
      { clusters: clustersOf([2, 3, 4, 5]).map(({ name }) => name), places: 10, approvedAt },
    ],
    isOpen: () => true,
  };
}

describe('a campaign over forty clusters of every kind (examples/every-kind.yaml)', () => {
  it('upgrades each as its kind allows, once and in order, and says of the others why not', async ({
    drydock,
  }) => {
    for (const fault of faults) await drydock.simulator.fault(fault);
    const campaign = await drydock.start(example + laidOver);
    const isAtGate = ({ waitingFor }: CampaignStatus) => waitingFor.some(({ kind }) => kind === 'gate');
    const asked = await campaign.until((status) => isAtGate(status) || needsDecision(status));
    expect(asked.waitingFor.map(({ kind, name, act }) => [kind, name, act])).toEqual([
      ['gate', 'test', expect.anything()],
    ]);
    await campaign.steer('approve', { gate: 'test', digest: campaign.plan.digest, by: 'oncall' });
    const end = await campaign.until(
      ({ finishedAt, phase }) => finishedAt !== null || phase === 'NeedsDecision',
    );
    const { phase } = end;
    expect([phase, end.progress.failed, end.reason]).toEqual([
      'Completed',
      0,
      expect.stringContaining('skipped: '),
    ]);
    const clusters = end.stages.flatMap((stage) => stage.clusters);
    expect(clusters).toHaveLength(40);
    for (const { name, phase: ended, reason, steps } of clusters) {
      const how = kinds[name.replace(/-\d$/, '')]!;
      if (typeof how === 'string') {
        expect([name, ended, reason]).toEqual([name, 'Skipped', expect.stringContaining(how)]);
        continue;
      }
      const pools = steps.filter(({ pool }) => pool !== null);
      const named = (wanted: string) =>
        pools.filter((step) => step.phase === wanted).map((step) => step.pool);
      expect([name, ended, new Set(named('Completed'))]).toEqual([name, 'Completed', new Set(how.done)]);
      expect([name, named('Skipped')]).toEqual([name, how.skipped ?? []]);
    }
    expect(broken(await acceptedOperations(drydock.simulator), agreementOf(end))).toEqual([]);
  }, 300_000);
});
