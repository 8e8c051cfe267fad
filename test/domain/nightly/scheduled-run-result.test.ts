import { describe, expect, it } from 'vitest';
import { describeScheduledRun, type ScheduledRunCluster } from '#domain/nightly/scheduled-run-result.ts';

const cluster = (name: string, over: Partial<ScheduledRunCluster> = {}): ScheduledRunCluster => ({
  name,
  phase: 'Completed',
  reason: null,
  wasBegun: true,
  ...over,
});
const blocked = (name: string) =>
  cluster(name, { phase: 'Skipped', reason: 'outside its window', wasBegun: false });
const scheduledRun = (
  phase: 'Completed' | 'CompletedWithFailures',
  ...clusters: readonly ScheduledRunCluster[]
) =>
  describeScheduledRun(
    { date: '2026-11-27' },
    { campaign: 'nodes-2026-11-27', phase, reason: null, clusters },
  );

describe('what a scheduled run came to', () => {
  it('counts what is done, what failed and what is deferred, and names the last two', () => {
    const failed = cluster('aks-bad', { phase: 'Failed', reason: 'quota', failed: true });
    expect(
      scheduledRun('CompletedWithFailures', cluster('aks-good'), failed, blocked('aks-blocked')),
    ).toEqual({
      scheduledRun: '2026-11-27',
      campaign: 'nodes-2026-11-27',
      phase: 'CompletedWithFailures',
      reason: null,
      clusters: { total: 3, done: 1, failed: 1, aborted: 0, deferred: 1 },
      deferrals: [{ cluster: 'aks-blocked', reason: 'outside its window' }],
      failed: [{ cluster: 'aks-bad', reason: 'quota' }],
    });
  });

  it('takes a cluster that was aborted for aborted, unless it had failed before', () => {
    const aborted = cluster('aks-a', { phase: 'Aborted', reason: 'aborted by bob: x' });
    const after = cluster('aks-b', { phase: 'Aborted', reason: 'aborted by bob: x', failed: true });
    expect(scheduledRun('CompletedWithFailures', aborted, after)).toMatchObject({
      clusters: { failed: 1, aborted: 1, deferred: 0 },
      failed: [{ cluster: 'aks-b' }],
      aborted: [{ cluster: 'aks-a', reason: 'aborted by bob: x' }],
      deferrals: [],
    });
  });

  it('is Skipped where everything was deferred', () => {
    expect(scheduledRun('Completed', blocked('aks-a'), blocked('aks-b'))).toMatchObject({ phase: 'Skipped' });
    expect(scheduledRun('Completed', blocked('aks-a'), cluster('aks-b'))).toMatchObject({
      phase: 'Completed',
    });
  });

  it('takes a cluster that is half done when its window closes for deferred, not for failed', () => {
    const half = cluster('aks-half', { phase: 'CompletedWithFailures', reason: 'outside' });
    expect(scheduledRun('CompletedWithFailures', half)).toMatchObject({
      clusters: { failed: 0, deferred: 1 },
    });
  });

  it('names pools that kept their image although their cluster is done', () => {
    const done = cluster('aks-half', { blockReasons: ['test has not run it'] });
    expect(scheduledRun('Completed', done)).toMatchObject({
      phase: 'Completed',
      clusters: { done: 1, deferred: 0 },
      deferrals: [{ cluster: 'aks-half', reason: 'blocked: test has not run it' }],
    });
  });

  it('reports images that no stage before had run, of clusters that got them', () => {
    const untested = ['stage test has run no image of AKSAzureLinux-V3gen2'];
    const failed = cluster('aks-bad', { phase: 'Failed', reason: 'quota', failed: true, untested });
    expect(scheduledRun('Completed', cluster('aks-linux', { untested }), failed)).toMatchObject({
      untested: [{ cluster: 'aks-linux', reason: untested[0] }],
    });
    expect(scheduledRun('Completed', cluster('aks-plain'))).not.toHaveProperty('untested');
  });

  it('says what clusters tell that are done, as which nodes were rebooted', () => {
    const reason = 'system: 2 rebooted';
    expect(scheduledRun('Completed', cluster('aks-plain', { reason }), cluster('aks-b'))).toMatchObject({
      reported: [{ cluster: 'aks-plain', reason }],
    });
    const idle = cluster('aks-idle', { wasBegun: false, reason: 'nothing to change' });
    const kept = cluster('aks-kept', { reason: 'apps blocked: x', blockReasons: ['x'] });
    expect(scheduledRun('Completed', idle, kept)).not.toHaveProperty('reported');
  });

  it('stays small, however many clusters and words there are', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({
      ...blocked(`aks-${index}`),
      reason: 'r'.repeat(5_000),
    }));
    const told = scheduledRun('Completed', ...many);
    expect(told.clusters.deferred).toBe(500);
    expect(JSON.stringify(told).length).toBeLessThan(10_000);
  });
});
