import type { CampaignStatus } from '#domain/status/status.ts';
import type { Drydock } from '../processes/drydock.ts';
import { type Agreement, broken } from '../rules/ledger-rules.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';
import { changes, poolSettings } from '../simulated/pool-settings.ts';
import { isOpen, specOf, stepsOf } from './seeded-campaign.ts';
import type { SeededRun } from './seeded-run.ts';

const needsPerson = ({ phase }: CampaignStatus) => phase === 'NeedsDecision';
const hasEnded = ({ finishedAt }: CampaignStatus) => finishedAt !== null;
const isAtGate = ({ waitingFor }: CampaignStatus) => waitingFor.some(({ kind }) => kind === 'gate');

/** Plays a run to its end and asks the ledger: every rule that was broken, in words. */
export async function playSeededRun(drydock: Drydock, run: SeededRun): Promise<readonly string[]> {
  const { simulator } = drydock;
  const before = await poolSettings(simulator);
  for (const fault of run.faults) await simulator.fault(fault);
  const campaign = await drydock.start(specOf(run.seed, run.campaign));
  const atGate = await campaign.until(
    (status) => isAtGate(status) || needsPerson(status) || hasEnded(status),
  );
  if (!isAtGate(atGate)) return [describeEnd(atGate)];
  await campaign.steer('approve', { gate: 'test', digest: campaign.plan.digest, by: 'oncall' });
  const end = await campaign.until((status) => hasEnded(status) || needsPerson(status));
  if (end.phase !== 'Completed') return [describeEnd(end)];
  const agreement = agreementOf(run, end);
  const own = new Set([...run.test, ...run.production].map(({ name }) => name));
  const operations = (await acceptedOperations(simulator)).filter(({ cluster }) => own.has(cluster ?? ''));
  const after = await poolSettings(simulator);
  return [
    ...broken(operations, agreement),
    ...[...own].flatMap((name) =>
      changes(before.get(name), after.get(name)).map((change) => `${name}${change}`),
    ),
  ];
}

function agreementOf({ test, production, campaign }: SeededRun, { decisions }: CampaignStatus): Agreement {
  const approval = decisions.find(({ verb }) => verb === 'approve')!;
  return {
    steps: [...test, ...production].flatMap(stepsOf),
    stages: [
      { clusters: test.map(({ name }) => name), places: campaign.testPlaces, approvedAt: null },
      {
        clusters: production.map(({ name }) => name),
        places: campaign.productionPlaces,
        approvedAt: Date.parse(approval.at),
      },
    ],
    isOpen: (atMs) => isOpen(campaign, atMs),
  };
}

function describeEnd({ phase, reason, waitingFor, stages }: CampaignStatus): string {
  const reasons = stages.flatMap(({ clusters }) => clusters.map((cluster) => cluster.reason));
  const waits = waitingFor.map(({ act }) => act);
  return `${phase}: ${[reason, ...reasons, ...waits].filter((text) => text !== null).join('; ')}`;
}
