import { describe, expect, it } from 'vitest';
import { parseAnyFile } from '#spec/parse-any-file.ts';
import { parseNightly } from '#spec/parse-nightly.ts';
import { aCampaignFile, aStageText, problemsOf } from '../builders/a-campaign-file.ts';
import { aNightlyFile, nightlyProblems } from '../builders/a-nightly-file.ts';

const hour = 3_600_000;
const scheduled = (schedule: string) => nightlyProblems(aNightlyFile({ schedule: `{ ${schedule} }` }));
const warningsOf = (text: string) => {
  const parsed = parseNightly(text, 'nightly.yaml');
  return parsed.ok && parsed.warnings.map(({ path, message }) => `${path}: ${message}`);
};

describe('a nightly file', () => {
  it('gets safe defaults for all that it does not say', () => {
    expect(parseNightly(aNightlyFile(), 'nightly.yaml')).toMatchObject({
      ok: true,
      warnings: [],
      nightly: {
        name: 'nodes',
        schedule: {
          cron: ['15 3 * * *'],
          timezone: 'Europe/Berlin',
          jitterMs: 0,
          catchUpMs: hour,
          overlap: 'Skip',
          decideWithinMs: 8 * hour,
        },
        campaign: { name: 'nodes', stages: [{ name: 'test', maxConcurrency: 1 }] },
      },
    });
  });

  it('soaks from one run to the next where production takes over what test has run, and within a run where not', () => {
    const campaignOf = (selection: string) => {
      const upgrade = `{ type: NodeImageOnly, nodeImageSelection: ${selection} }`;
      const stages = [aStageText('soak: 2d, approval: { required: false }'), aStageText('', 'production')];
      const parsed = parseNightly(aNightlyFile({ upgrade, stages }), 'nightly.yaml');
      return parsed.ok
        ? { acrossRuns: parsed.nightly.campaign.soaksAcrossRuns, warned: parsed.warnings.length }
        : parsed;
    };
    expect(campaignOf('Consistent')).toEqual({ acrossRuns: true, warned: 0 });
    expect(campaignOf('Latest')).toEqual({ acrossRuns: false, warned: 1 });
  });

  it('is known by its kind', () => {
    expect(parseAnyFile(aNightlyFile(), 'any.yaml')).toMatchObject({ ok: true, nightly: { name: 'nodes' } });
    expect(parseAnyFile(aCampaignFile(), 'any.yaml')).toMatchObject({ ok: true, campaign: { name: 'k8s' } });
  });

  it('is none that `start` takes, and a campaign file none that `schedule` takes', () => {
    expect(problemsOf(aNightlyFile())).toEqual([
      'kind: NightlyRefresh is a campaign that runs on a schedule: drydock schedule create NAME -f FILE',
    ]);
    expect(nightlyProblems(aCampaignFile())).toEqual([
      '2:7 kind: UpgradeCampaign is a campaign that runs once: drydock start -f FILE',
    ]);
  });

  it('reports all that is wrong with it at once, in the order of the text', () => {
    const schedule =
      '{ cron: ["0 0 30 2 *", "15 3 * *"], timezone: Europe/Berln, jiter: 5m, overlap: Allow }';
    const stages = [aStageText('maxConcurrency: quarter')];
    expect(nightlyProblems(aNightlyFile({ name: 'Nodes', schedule, stages }))).toEqual([
      '3:19 metadata.name: expected a name of lower-case letters, digits and "-", at most 63, beginning and ending with a letter or digit, got "Nodes"',
      '5:22 spec.schedule.cron[0]: "0 0 30 2 *" never fires: no year has such a date',
      '5:36 spec.schedule.cron[1]: "15 3 * *" has 4 fields; five are read: minute, hour, day of month, month, day of week',
      '5:59 spec.schedule.timezone: "Europe/Berln" is no IANA time zone; did you mean Europe/Berlin?',
      '5:73 spec.schedule.jiter: unknown field; did you mean jitter?',
      '5:93 spec.schedule.overlap: expected Skip or BufferOne, got "Allow"',
      '9:77 spec.campaign.stages[0].maxConcurrency: expected a number or a percentage, got "quarter"',
    ]);
  });

  it.each([
    ['timezone: UTC', '5:3 spec.schedule.cron: missing; expected a list'],
    ['cron: [], timezone: UTC', '5:21 spec.schedule.cron: needs at least one cron expression'],
    ['cron: "15 3 * * *", timezone: UTC', '5:21 spec.schedule.cron: expected a list, got "15 3 * * *"'],
    [
      'cron: [3], timezone: UTC',
      '5:22 spec.schedule.cron[0]: expected a cron expression such as "15 3 * * *", got 3',
    ],
    [
      'cron: ["0 15 3 * * *"], timezone: UTC',
      '5:22 spec.schedule.cron[0]: "0 15 3 * * *" has 6 fields; five are read: minute, hour, day of month, month, day of week; seconds and years are not',
    ],
    [
      'cron: ["15 3 * * *"]',
      '5:3 spec.schedule.timezone: missing; expected a time zone such as Europe/Berlin',
    ],
    [
      'cron: ["15 3 * * *"], timezone: "+01:00"',
      '5:47 spec.schedule.timezone: "+01:00" is no IANA time zone such as Europe/Berlin',
    ],
    [
      'cron: ["15 3 * * *"], timezone: UTC, catchUp: 5s',
      '5:61 spec.schedule.catchUp: expected a duration from 10s to 366d, got "5s"',
    ],
  ])('is refused with { %s }', (schedule, problem) => {
    expect(scheduled(schedule)).toEqual([problem]);
  });

  it('has a name to which a date can be added', () => {
    expect(nightlyProblems(aNightlyFile({ name: 'n'.repeat(50) }))).toEqual([]);
    expect(nightlyProblems(aNightlyFile({ name: 'n'.repeat(51) }))).toEqual([
      '3:19 metadata.name: is longer than 50 characters, and each run adds its date',
    ]);
  });

  it.each([
    ['{ type: Full, kubernetesVersion: "1.34" }', '7:22'],
    ['{ kubernetesVersion: "1.34" }', '7:5'],
  ])('moves no version: %s is refused', (upgrade, place) => {
    expect(nightlyProblems(aNightlyFile({ upgrade }))).toEqual([
      expect.stringMatching(
        `^${place} spec.campaign.upgrade.type: .*expected NodeImageOnly or Reboot, Full cannot run on a schedule`,
      ),
    ]);
  });

  it('names the place of unknown and of misplaced fields', () => {
    const text = aNightlyFile({ campaign: ['notifications: []', 'timezone: UTC'] });
    expect(nightlyProblems(text)).toEqual([
      '10:5 spec.campaign.notifications: unknown field; known here: upgrade, stages, cluster, nodePools, maintenance, health, preflight, rollback, baseline, approval, forceUpgrade, reboot, migrate, timeouts',
      '11:5 spec.campaign.timezone: unknown field; did you mean maintenance.timezone?',
    ]);
  });

  it('is warned of fields that change nothing, and of a gate that asks in a scheduled run', () => {
    const stages = [aStageText('', 'test'), aStageText('approval: {}', 'production')];
    expect(warningsOf(aNightlyFile({ stages }))).toEqual([
      'spec.campaign.stages[0].name: gate test requests an approval in every scheduled run; without one within decideWithin (8h) the later stages are deferred to the next run',
      'spec.campaign.stages[1].approval: changes nothing: approval is asked before the next stage, and this is the last',
    ]);
    const long = aNightlyFile({ stages: [aStageText('soak: 20h'), aStageText('soak: 6h', 'more')] });
    expect(
      warningsOf(long.replace('test, clusters', 'test, approval: { required: false }, clusters')),
    ).toEqual([
      'spec.campaign.stages[1].soak: with this soak a run lasts at least 1d2h, and the next run is due after 1d: runs due while one is in progress are skipped',
    ]);
    expect(
      warningsOf(aNightlyFile({ stages: [aStageText('approval: { required: false }'), stages[1]!] })),
    ).toHaveLength(1);
    const weekly = '{ cron: ["15 3 * * SAT"], timezone: UTC }';
    expect(warningsOf(aNightlyFile({ schedule: weekly, stages: [aStageText('soak: 2d')] }))).toEqual([]);
  });

  it('is warned of runs that are lost, at the field that is written, where it is known what time it is', () => {
    const schedule = '{ cron: ["0 22 * * *", "30 2 * * *"], timezone: Europe/Berlin, overlap: BufferOne }';
    const campaign = [
      'maintenance:',
      '  timezone: Europe/Berlin',
      '  maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: "12:00", durationHours: 4 }',
    ];
    const text = aNightlyFile({ schedule, campaign });
    expect(warningsOf(text)).toEqual([]);
    const parsed = parseNightly(text, 'nightly.yaml', Date.parse('2026-12-03T00:00Z'));
    expect(
      parsed.ok &&
        parsed.warnings.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`),
    ).toEqual([
      expect.stringMatching(/^5:21 spec.schedule.cron: no run starts inside the maintenance window/),
      expect.stringMatching(/^5:21 spec.schedule.cron: a run may wait 8h .* than the 4h30m between two runs/),
      expect.stringMatching(
        /^5:36 spec.schedule.cron\[1\]: 2027-03-28 02:30 does not exist in Europe\/Berlin/,
      ),
      expect.stringMatching(/^5:36 spec.schedule.cron\[1\]: 2027-10-31 02:30 occurs twice/),
    ]);
    expect(parsed).toMatchObject({ nightly: { schedule: { overlap: 'BufferOne' } } });
  });
});
