import { expect, it } from 'vitest';
import type { Schedule, ScheduledRun } from '#cli/schedule/schedules.ts';
import {
  describeBackfill,
  describeEarlyBackfill,
  describePaused,
  describeTrigger,
  describeTwins,
  runsText,
  scheduleTable,
  scheduleText,
} from '#cli/view/schedule/schedule-text.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const now = Date.parse('2026-10-23T12:00:00Z');
const hour = 3_600_000;
const schedule = (name: string, over: Partial<Schedule> = {}): Schedule => ({
  name,
  nightly: 'nodes',
  audits: false,
  digest: 'sha256:5',
  cron: ['15 3 * * *'],
  timezone: 'Europe/Berlin',
  jitterMs: 600_000,
  catchUpMs: hour,
  overlap: 'Skip',
  decideWithinMs: 8 * hour,
  paused: false,
  note: null,
  nextRuns: ['2026-10-24T01:15:00.000Z', '2026-10-25T02:15:00.000Z'],
  running: [],
  scheduledRuns: { begun: 2, skipped: 1, missed: 0 },
  recent: [],
  decisions: [],
  droppedDecisions: 0,
  ...over,
});
const scheduledRun = (scheduledAt: string, over: Partial<ScheduledRun>): ScheduledRun => ({
  scheduledAt,
  begunAt: scheduledAt,
  workflowId: 'nightly/nodes-x',
  execution: 'COMPLETED',
  result: null,
  campaign: null,
  ...over,
});

it('schedules are listed with their next run by their own clock', () => {
  const schedules = [
    schedule('nodes'),
    schedule('frozen', { paused: true, note: 'paused by eva: CHG0077', nextRuns: [] }),
    schedule('busy', { running: ['nightly/busy-x'] }),
  ];
  expect(`\n${scheduleTable(schedules, withoutColour)}\n`).toBe(`
NAME     NIGHTLY   CRON         NEXT                        STATE
nodes    nodes     15 3 * * *   Sat 2026-10-24 03:15 CEST   Active
frozen   nodes     15 3 * * *   none                        Paused by eva: CHG0077
busy     nodes     15 3 * * *   Sat 2026-10-24 03:15 CEST   Active; run in progress
`);
  expect(scheduleTable([], withoutColour)).toBe('No schedules.');
});

it('a schedule is described with what its last runs did, the newest first', () => {
  const scheduledRuns = [
    scheduledRun('2026-10-21T01:15:00Z', {
      result: {
        scheduledRun: '2026-10-21',
        campaign: 'nodes-2026-10-21',
        phase: 'CompletedWithFailures',
        reason: null,
        clusters: { total: 4, done: 1, failed: 1, aborted: 1, deferred: 1 },
        failed: [{ cluster: 'aks-bad', reason: 'quota' }],
        aborted: [{ cluster: 'aks-off', reason: 'aborted by bob: moved' }],
        deferrals: [{ cluster: 'aks-held', reason: 'its window opens 2026-10-22T20:00:00Z' }],
        reported: [{ cluster: 'aks-plain', reason: 'system: 2 rebooted' }],
        untested: [{ cluster: 'aks-new', reason: 'stage test has not run 202610.19.0' }],
      },
    }),
    scheduledRun('2026-10-22T01:15:00Z', {
      result: {
        scheduledRun: '2026-10-22',
        campaign: null,
        phase: 'Completed',
        reason: 'nothing to change',
        clusters: { total: 0, done: 0, failed: 0, aborted: 0, deferred: 0 },
        failed: [],
        deferrals: [],
      },
    }),
    scheduledRun('2026-10-23T01:15:00Z', { execution: 'RUNNING', campaign: 'nodes-2026-10-23' }),
  ];
  const decisions = [
    { at: '2026-10-20T08:00:00Z', by: 'alice', verb: 'create', reason: '' },
    { at: '2026-10-21T08:00:00Z', by: 'eva', verb: 'trigger', reason: 'CHG0077' },
  ] as const;
  expect(`\n${scheduleText(schedule('nodes', { decisions }), scheduledRuns, withoutColour)}\n`).toBe(`
Name:          nodes
Nightly:       nodes
State:         Active
Created:       Tue 2026-10-20 10:00 CEST by alice
Cron:          15 3 * * * in Europe/Berlin, up to 10m later
Next:          Sat 2026-10-24 03:15 CEST, Sun 2026-10-25 03:15 CET
Overlap:       Skip: runs due while one is in progress are skipped
Catch-up:      1h: later than this, a run is missed
Decide within: 8h: how long a run waits for a decision
Digest:        sha256:5
Runs:          2 started, 1 skipped (overlap)
Decisions:
  Wed 2026-10-21 10:00 CEST  trigger by eva: CHG0077
  Tue 2026-10-20 10:00 CEST  create by alice

Fri 2026-10-23 03:15 CEST  in progress  nodes-2026-10-23
Thu 2026-10-22 03:15 CEST  Completed  no campaign started: nothing to change
Wed 2026-10-21 03:15 CEST  CompletedWithFailures  nodes-2026-10-21: 1 of 4 clusters done, 1 failed, 1 aborted, 1 deferred
  done     aks-plain: system: 2 rebooted
  failed   aks-bad: quota
  aborted  aks-off: aborted by bob: moved
  deferred aks-held: its window opens Thu 2026-10-22 22:00 CEST
  untested aks-new: stage test has not run 202610.19.0
`);
});

it.each([
  ['Completed', 'nothing to change', [3, 3, 0], 'nothing to change in 3 of 3 clusters'],
  ['Completed', 'nothing to change', [3, 2, 1], 'nothing to change in 2 of 3 clusters, 1 deferred'],
  ['Skipped', 'nothing to change', [3, 0, 3], '3 deferred'],
  ['Skipped', 'the plan is blocked: hold', [3, 0, 3], '3 deferred; the plan is blocked: hold'],
  ['Failed', 'the plan is blocked: no cluster', [0, 0, 0], 'the plan is blocked: no cluster'],
  ['Failed', 'the plan is blocked: hold', [3, 2, 1], '1 deferred; the plan is blocked: hold'],
] as const)(
  'a run that started no campaign (%s, %s, %j) says so and why',
  (phase, reason, [total, done, deferred], text) => {
    const clusters = { total, done, failed: 0, aborted: 0, deferred };
    const result = {
      scheduledRun: '2026-10-22',
      campaign: null,
      phase,
      reason,
      clusters,
      failed: [],
      deferrals: [],
    };
    const run = scheduledRun('2026-10-22T01:15:00Z', { result });
    expect(scheduleText(schedule('nodes'), [run], withoutColour)).toMatch(
      new RegExp(`CEST  ${phase}  no campaign started: ${text}$`),
    );
  },
);

it('a paused schedule says who paused it and why, and nothing as next', () => {
  const by = (verb: 'create' | 'pause' | 'resume', name: string, reason: string) => ({
    at: '2026-10-20T08:00:00Z',
    by: name,
    verb,
    reason,
  });
  const linesOf = (over: Partial<Schedule>) =>
    scheduleText(schedule('nodes', { paused: true, nextRuns: [], ...over }), [], withoutColour).split('\n');
  const decisions = [by('create', 'alice', 'CHG1'), by('pause', 'eva', 'CHG2')];
  // Where payloads are encrypted the note carries no reason.
  expect(linesOf({ note: 'paused by eva', decisions })).toEqual(
    expect.arrayContaining([
      'State:         Paused by eva: CHG2',
      'Created:       Tue 2026-10-20 10:00 CEST by alice: CHG1',
      'Next:          none while paused',
    ]),
  );
  const resumed = [...decisions, by('resume', 'bob', '')];
  expect(linesOf({ note: 'maintenance', decisions: resumed })).toContain(
    'State:         Paused: maintenance',
  );
  expect(linesOf({ overlap: 'ALLOW_ALL' })).toContain(
    'Overlap:       ALLOW_ALL: set outside Drydock, runs may start side by side; drydock schedule create sets it again',
  );
});

it.each([
  ['Skip', [], 1, 'The run of 0 starts now.'],
  [
    'Skip',
    [],
    3,
    'The run of 0 starts now.\nOnly the first of 3 runs in the range starts: one run does everything that is due.',
  ],
  ['BufferOne', [], 2, 'The run of 0 starts now.\nThe run of 1 starts after it (BufferOne).'],
  [
    'BufferOne',
    [],
    3,
    'The run of 0 starts now.\nOnly the first and one after it of 3 runs in the range start: one run does everything that is due.',
  ],
  [
    'BufferOne',
    ['nightly/x'],
    2,
    'The run of 0 starts after the one in progress; no other of the range does.',
  ],
])('a backfill with %s beside %j of %i runs', (overlap, running, count, text) => {
  const runs = Array.from({ length: count }, (_, index) => `${index}`);
  expect(describeBackfill(runs, { overlap, running }, (run) => run)).toBe(text);
});

it('the next runs show where clocks are put', () => {
  const runs = [
    { at: '2026-10-24T01:15:00.000Z', local: '2026-10-24T03:15:00+02:00', clocksChanged: null },
    { at: '2026-10-25T02:15:00.000Z', local: '2026-10-25T03:15:00+01:00', clocksChanged: '-1h' },
  ];
  const view = { timezone: 'Europe/Berlin', now, pause: null };
  expect(`\n${runsText(runs, view)}\n`).toBe(`
Sat 2026-10-24 03:15 CEST   2026-10-24T03:15:00+02:00
Sun 2026-10-25 03:15 CET    2026-10-25T03:15:00+01:00   clocks go back by 1h
`);
  expect(runsText(runs, { ...view, pause: { note: 'paused by eva: CHG1', decisions: [] } })).toContain(
    'Paused by eva: CHG1. None of these runs starts before it is resumed.',
  );
  const [first] = runs;
  expect(runsText([{ ...first!, clocksChanged: '+1h' }], view)).toContain(
    'clocks go forward by 1h: runs in the skipped time do not start',
  );
  expect(runsText([], view)).toBe('No upcoming runs.');
});

it('warns of a backfill of a run that was due before the schedule was created', () => {
  const createdAt = '2026-11-27T10:00:00Z';
  expect(describeEarlyBackfill('2026-11-20T21:15:00Z', createdAt, 'Europe/Berlin')).toBe(
    'the run of Fri 2026-11-20 22:15 CET was not missed: the schedule was created later, Fri 2026-11-27 11:00 CET',
  );
  expect(describeEarlyBackfill('2026-11-27T21:15:00Z', createdAt, 'Europe/Berlin')).toBeNull();
});

const decided = (verb: 'create' | 'pause' | 'resume' | 'trigger', by: string, reason: string) => ({
  at: '2026-10-20T08:00:00Z',
  by,
  verb,
  reason,
});

it('each pause since the last resume stands in the state, and a further one names those before it', () => {
  const once = schedule('nodes', {
    paused: true,
    note: 'paused by alice',
    nextRuns: [],
    decisions: [
      decided('create', 'alice', ''),
      decided('pause', 'old', 'CHG0'),
      decided('resume', 'old', ''),
      decided('pause', 'alice', 'CHG1'),
    ],
  });
  const twice = { ...once, decisions: [...once.decisions, decided('pause', 'bob', 'CHG2')] };
  const text = scheduleText(twice, [], withoutColour);
  expect(text).toContain('Paused by alice: CHG1; by bob: CHG2\n');
  expect(text).toMatch(/Next: +none while paused/);
  expect(describePaused(null, once)).toBe(
    'Schedule nodes is paused: no run starts.\nNext: drydock schedule resume nodes',
  );
  expect(describePaused(once, twice)).toBe(
    'Schedule nodes was paused already (Paused by alice: CHG1). This pause is recorded too; one resume ends all.\nNext: drydock schedule resume nodes',
  );
  expect(describeTrigger(twice)).toBe(
    'A run of nodes starts.\nPaused by alice: CHG1; by bob: CHG2; the schedule stays paused until: drydock schedule resume nodes\nNext: drydock schedule describe nodes',
  );
  expect(describeTrigger(schedule('nodes', { running: ['nightly/x'] }))).toBe(
    'A run of nodes starts after the one in progress (nightly/x).\nNext: drydock schedule describe nodes',
  );
});

it.each([
  [3, 0, []],
  [5, 0, []],
  [7, 0, ['  2 more: drydock schedule describe nodes -o json']],
  [
    20,
    9,
    [
      '  15 more: drydock schedule describe nodes -o json',
      '  9 older are not kept; the input of each run in Temporal has those made before it',
    ],
  ],
])('of %i decisions and %i dropped ones, says how many are not shown and where', (kept, dropped, lines) => {
  const decisions = Array.from({ length: kept }, () => decided('trigger', 'eva', 'now'));
  const text = scheduleText(
    schedule('nodes', { decisions, droppedDecisions: dropped }),
    [],
    withoutColour,
  ).split('\n');
  const shown = text.slice(text.indexOf('Decisions:') + 1);
  expect(shown.slice(Math.min(5, kept))).toEqual(lines);
});

it('names the other schedules of the same nightly file, which would run the same clusters', () => {
  const own = schedule('nodes');
  const others = [own, schedule('reboots', { nightly: 'reboots' })];
  expect(describeTwins(own, others)).toBeNull();
  expect(describeTwins(own, [...others, schedule('a'), schedule('b')])).toBe(
    'the nightly file nodes has 2 other schedules: a, b. Each starts runs over the same clusters\n  next: keep one; drydock schedule delete a --reason TEXT',
  );
});
