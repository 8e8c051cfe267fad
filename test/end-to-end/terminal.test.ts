import { expect } from 'vitest';
import { withLocalTimes } from '#cli/view/terminal/local-times.ts';
import type { CampaignStatus, WaitingFor } from '#domain/status/status.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { onTerminal } from '../processes/on-terminal.ts';
import { withDrydock } from '../setup/with-drydock.ts';

const fleet = fleetFile({
  decide: [
    { name: 'aks-fine', tags: { ring: 'test' } },
    { name: 'aks-denied', tags: { ring: 'test' } },
    { name: 'aks-next', tags: { ring: 'production' } },
  ],
});
const stages = [
  {
    name: 'test',
    clusters: [{ tags: { ring: 'test' } }],
    failurePolicy: { maxFailures: 0, onExceeded: 'Pause' },
    approval: { approvers: ['oncall'] },
  },
  { name: 'production', clusters: [{ tags: { ring: 'production' } }] },
];

const it = withDrydock({ fleet, speed: 2400 });
const atGate = ({ waitingFor }: CampaignStatus) => waitingFor.some(({ kind }) => kind === 'gate');
const answersOf = ({ waitingFor }: CampaignStatus, kind: WaitingFor['kind']) =>
  waitingFor.find((wait) => wait.kind === kind)?.actions ?? [];
/** As one line of text, so that breaks between words do not matter. */
const flowing = (screen: string) => screen.replace(/\s+/g, ' ');

it('an operator at a terminal sees all of the question, and what a decision is about before it is asked', async ({
  drydock,
}) => {
  await drydock.simulator.fault({
    kind: 'deny',
    match: { method: 'PUT', cluster: 'aks-denied', pool: 'system' },
  });
  const campaign = await drydock.start(groupSpec('decide', { stages }));
  const env = drydock.environment();
  const asked = await campaign.until(
    (status) =>
      needsDecision(status) &&
      status.progress.clusters.done === 1 &&
      answersOf(status, 'decision').some(({ verb }) => verb === 'resume'),
  );
  const { because = '', actions = [] } = asked.waitingFor.find(({ kind }) => kind === 'decision')!;
  expect(actions.map(({ verb, target }) => `${verb} ${target}`)).toEqual([
    'retry cluster/aks-denied',
    'skip pool/aks-denied/system',
    'skip cluster/aks-denied',
    'abort cluster/aks-denied',
    'resume campaign',
    'abort campaign',
  ]);
  expect(answersOf(asked, 'paused')).toEqual([]);
  for (const columns of [80, 140]) {
    const { screen } = await onTerminal(['status', campaign.name], { columns, env });
    const [head = ''] = screen.split('\n\n');
    // A word that is too long for it, such as a resource id, keeps its line.
    const tooLong = head.split('\n').filter((line) => line.length > columns && line.trim().includes(' '));
    expect(tooLong.filter((line) => !line.includes('drydock '))).toEqual([]);
    expect(flowing(head)).toContain(flowing(withLocalTimes(because, 'Europe/Berlin')));
    for (const { command, consequence } of actions)
      expect(flowing(head)).toContain(`${command} # ${consequence}`);
  }

  const steer = (verb: string, typed: readonly (readonly [string, string])[], ...flags: readonly string[]) =>
    onTerminal([verb, campaign.name, ...flags], { columns: 80, env, answers: typed });
  const rollback = await steer(
    'rollback',
    [
      ['Why rollback', 'no'],
      ['Type yes', 'no'],
    ],
    '--target',
    'cluster/aks-denied',
  );
  expect(rollback).toMatchObject({ exitCode: 1, screen: expect.stringContaining('not confirmed') });
  expect(flowing(rollback.screen)).toMatch(
    /Roll back cluster\/aks-denied: aks-denied NeedsDecision .* system 1\.34\.1 -> 1\.33\.\d+, image \S+ Failed .*Consequence: /,
  );
  const skip = await steer(
    'skip',
    [
      ['Why skip', 'handled manually'],
      ['Type yes', 'yes'],
    ],
    '--target',
    'cluster/aks-denied',
  );
  expect(skip).toMatchObject({ exitCode: 0, screen: expect.stringContaining('Skipping aks-denied.') });
  expect(flowing(skip.screen)).toMatch(/Skip cluster\/aks-denied: aks-denied NeedsDecision .* Consequence: /);

  const paused = await campaign.until(({ waitingFor }) =>
    waitingFor.some(({ kind, actions: some = [] }) => kind === 'paused' && some.length > 0),
  );
  expect(answersOf(paused, 'paused').map(({ verb }) => verb)).toEqual(['resume', 'abort']);
  await campaign.steer('resume');
  await campaign.until(atGate);

  const gate = ['--gate', 'test', '--as', 'oncall'];
  const reject = await steer(
    'reject',
    [
      ['Why reject', 'no'],
      ['Type yes', 'no'],
    ],
    ...gate,
  );
  expect(reject.exitCode).toBe(1);
  expect(flowing(reject.screen)).toContain('Not upgraded then: 1 cluster (aks-next)');
  expect(reject.screen).toContain('ends the campaign for good; one rejection is enough');
  const own = await steer('approve', [], '--gate', 'test', '--as', asked.decisions[0]!.by);
  expect(own).toMatchObject({
    exitCode: 77,
    screen: expect.stringMatching(/started the campaign; who may decide about gate test: oncall/),
  });
  const approve = await steer(
    'approve',
    [
      ['Why approve', 'seen'],
      ['Type yes', 'yes'],
    ],
    ...gate,
  );
  expect(approve).toMatchObject({ exitCode: 0, screen: expect.stringContaining('Gate test is approved') });
  const seen = flowing(approve.screen);
  expect(seen).toMatch(/Stage test: 1 of 2 clusters completed aks-denied Failed .* aks-fine Completed/);
  expect(seen).toContain('Health: no issues reported');
  expect(seen).toMatch(/Next: Stage production: 1 cluster, window .* aks-next to 1\.34\.1, 1 pool, 1 node/);
  expect(seen.indexOf('Stage test')).toBeLessThan(seen.indexOf('Why approve'));
  expect(await campaign.result()).toMatchObject({ phase: 'CompletedWithFailures' });
});
