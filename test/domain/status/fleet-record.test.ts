import { describe, expect, it } from 'vitest';
import { resourceKey } from '#domain/fleet/ids.ts';
import { emptyRecord, type LastOutcome, noteCluster, noteStage } from '#domain/status/fleet-record.ts';
import { type MeasuredRun, plannedRun } from '#domain/status/measured-runs.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';

const minute = 60_000;
const anOutcome = (over: Partial<LastOutcome> = {}): LastOutcome => ({
  resourceId: '/subscriptions/s/one',
  campaign: 'nightly-2026-11-20',
  phase: 'Completed',
  reason: null,
  at: '2026-11-20T03:00:00Z',
  ...over,
});
const aMeasuredRun = (over: Partial<MeasuredRun> = {}): MeasuredRun => ({
  cluster: 'one',
  pool: 'system',
  osType: 'Linux',
  rounds: 3,
  ms: 15 * minute,
  ...over,
});

describe('what is kept of the fleet', () => {
  it('is the last outcome of each cluster, however Azure writes its id', () => {
    const first = noteCluster(emptyRecord, { outcome: anOutcome({ phase: 'Failed' }), measured: [] });
    const other = noteCluster(first, { outcome: anOutcome({ resourceId: '/two' }), measured: [] });
    const again = anOutcome({ resourceId: '/SUBSCRIPTIONS/s/One' });
    expect(noteCluster(other, { outcome: again, measured: [] }).outcomes).toEqual([
      anOutcome({ resourceId: '/two' }),
      again,
    ]);
  });

  it('is bounded: a thousand clusters, a sentence each', () => {
    const long = (index: number) => anOutcome({ resourceId: `/${index}`, reason: 'x'.repeat(1000) });
    let record = emptyRecord;
    for (let index = 0; index < 1100; index += 1)
      record = noteCluster(record, { outcome: long(index), measured: [] });
    expect(record.outcomes.length).toBe(1000);
    expect(record.outcomes[0]?.resourceId).toBe('/100');
    expect(JSON.stringify(record).length).toBeLessThan(400_000);
  });

  it('is what stages ran', () => {
    const run = { stageKey: 'k', images: ['i'], at: 1, isSoaked: false, trouble: null };
    expect(noteStage(emptyRecord, run).images).toMatchObject([{ stageKey: 'k', image: 'i', since: 1 }]);
  });
});

describe('what is kept of how long changes took', () => {
  const noted = (...runs: readonly MeasuredRun[]) =>
    noteCluster(emptyRecord, { outcome: anOutcome(), measured: runs }).runs;

  it('is the last five of each pool and control plane', () => {
    const many = Array.from({ length: 9 }, (_, ms) => aMeasuredRun({ ms }));
    const other = aMeasuredRun({ pool: null, osType: null, ms: 99 });
    expect(noted(other, ...many).map(({ ms }) => ms)).toEqual([99, 4, 5, 6, 7, 8]);
  });

  it('is bounded, and the oldest go first', () => {
    const runs = Array.from({ length: 2100 }, (_, index) => aMeasuredRun({ cluster: `c${index}` }));
    const kept = noted(...runs);
    expect([kept.length, kept[0]?.cluster]).toEqual([2000, 'c100']);
  });

  it('counts in rounds of as many nodes as the pool surges by, with the settings that were sent', () => {
    const pool = aPool({ count: 9, upgradeSettings: { maxSurge: '1' } });
    const cluster = aCluster({ pools: [pool] });
    const { resourceId } = cluster;
    const own = { kind: 'upgrade-node-image', resourceId, pool: 'system', to: 'new' } as const;
    const sent = {
      kind: 'upgrade-node-pool',
      resourceId,
      pool: 'system',
      to: '1.34.1',
      upgradeSettings: { maxSurge: '33%' },
    } as const;
    expect(plannedRun(own, cluster)).toEqual({
      cluster: resourceKey(resourceId),
      pool: 'system',
      osType: 'Linux',
      rounds: 9,
    });
    expect(plannedRun(sent, cluster)).toMatchObject({ rounds: 3 });
    expect(plannedRun({ kind: 'upgrade-control-plane', resourceId, to: '1.34.1' }, cluster)).toMatchObject({
      pool: null,
      osType: null,
      rounds: 1,
    });
    expect(plannedRun({ ...own, pool: 'gone' }, cluster)).toBe(null);
    expect(plannedRun({ kind: 'set-upgrade-channel', resourceId, channel: 'none' }, cluster)).toBe(null);
  });
});
