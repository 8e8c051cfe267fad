import { describe, expect, it } from 'vitest';
import type { HealthChecks, HealthScope } from '#domain/campaign/health-policy.ts';
import { makeBaseline } from '#domain/health/health-baseline.ts';
import { compareHealth } from '#domain/health/health-difference.ts';
import type { HealthReading } from '#domain/health/health-reading.ts';
import { aJob, aNode, aPod, aReading, aWorkload, noon, theChecks } from '../../builders/a-health-reading.ts';

type Parts = NonNullable<Parameters<typeof aReading>[0]>;

const minute = 60_000;
const web = 'Deployment shop/web';

interface Terms {
  readonly scope?: HealthScope;
  readonly checks?: HealthChecks;
}

/** What a reading is to someone who saw `before` at noon. */
function compared(before: Parts, now: HealthReading, { scope = null, checks = theChecks() }: Terms = {}) {
  return compareHealth(checks, scope, makeBaseline(checks, scope, [aReading(before)]), now);
}

/** What a cluster is ten minutes later. */
function difference(before: Parts, after: Parts, terms: Terms = {}) {
  return compared(before, aReading({ at: noon + 10 * minute, ...after }), terms);
}

const agent = 'DaemonSet kube-system/node-agent';
const sound = { workloads: [aWorkload(web), aWorkload(agent)] };
const unavailable = { workloads: [aWorkload(web, { available: 1 })] };
const restarted = {
  pods: [aPod({ createdAt: noon + minute, restarts: 4, lastRestartAt: noon + 9 * minute })],
};
const waiting = { pods: [aPod({ pendingSince: noon, because: 'ImagePullBackOff' })] };

describe('health is worse than before', () => {
  it.each<[string, Parts, string]>([
    ['a node turns not ready', { nodes: [aNode('node-a', 'blue', ['not ready'])] }, 'node node-a: not ready'],
    ['pods of a workload are missing', unavailable, 'Deployment shop/web has 1 of 3 pods available'],
    [
      'a system workload is incomplete',
      { workloads: [aWorkload(agent, { available: 2 })] },
      'DaemonSet kube-system/node-agent has 2 of 3 pods available',
    ],
    ['containers restart more often than allowed', restarted, `containers of ${web} restarted 4 times`],
    ['a pod waits too long', waiting, `1 pods of ${web} wait (ImagePullBackOff)`],
    ['a job fails', { jobs: [aJob()] }, 'Job shop/report-1 has failed'],
    ["the API server's own check fails", { apiServer: ['etcd'] }, "the API server's own check etcd fails"],
  ])('when %s', (_, after, sentence) => {
    expect(difference(sound, after)).toEqual({ state: 'worse', evidence: [sentence], isOurs: true });
  });

  it('when a workload that was short of pods has even fewer', () => {
    expect(difference({ workloads: [aWorkload(web, { available: 2 })] }, unavailable).state).toBe('worse');
  });

  it('says at most six sentences, the last of which counts', () => {
    const workloads = Array.from({ length: 20 }, (_, index) =>
      aWorkload(`Deployment shop/web-${index}`, { available: 0 }),
    );
    const { evidence } = difference({}, { workloads });
    expect(evidence).toHaveLength(6);
    expect(evidence.at(-1)).toBe('and 15 more');
  });
});

describe('health is as good as before', () => {
  it.each<[string, Parts]>([
    ['a node was not ready before', { nodes: [aNode('node-a', 'blue', ['not ready'])] }],
    ['a workload was as short of pods before', unavailable],
    ['its pods waited before', waiting],
    ['the job failed before', { jobs: [aJob()] }],
    ['the API server complained before', { apiServer: ['etcd'] }],
  ])('when %s', (_, parts) => {
    const earlier = { ...parts, at: noon + 5 * minute };
    expect(difference(earlier, parts).state).toBe('good');
  });

  it.each<[string, Parts, Parts]>([
    ['containers restarted before', restarted, {}],
    [
      'the last restart is older than the baseline',
      {},
      { pods: [aPod({ restarts: 9, lastRestartAt: noon - 1 })] },
    ],
    ['containers restart as often as allowed', {}, { pods: [aPod({ createdAt: noon + 1, restarts: 3 })] }],
    ['a pod waits for a moment', {}, { pods: [aPod({ pendingSince: noon + 9 * minute })] }],
    [
      'another run of the same cron job failed before',
      { jobs: [aJob({ id: 'Job shop/report-0' })] },
      { jobs: [aJob()] },
    ],
    [
      'a drain ended the pods of a job',
      {},
      { jobs: [aJob()], pods: [aPod({ owner: 'Job shop/report-1', isDisrupted: true })] },
    ],
    [
      'a workload that was created meanwhile is not there yet',
      {},
      { workloads: [aWorkload(web, { available: 0 }, { createdAt: noon + minute })] },
    ],
    ['a workload is gone', { workloads: [aWorkload()] }, {}],
  ])('when %s', (_, before, after) => {
    expect(difference({ at: noon, ...before }, after).state).toBe('good');
  });

  it('when no more is worse than the file allows', () => {
    const checks = theChecks({ workloadsAvailable: { maxNewlyUnavailable: 1 } });
    expect(difference({}, unavailable, { checks }).state).toBe('good');
  });

  it('when the file does not ask for the check', () => {
    const checks = theChecks({ workloadsAvailable: null });
    expect(difference({}, unavailable, { checks }).state).toBe('good');
  });
});

describe('whose doing it is', () => {
  it('is not ours when the workload was changed meanwhile', () => {
    const changed = { workloads: [aWorkload(web, { available: 1, generation: 2 })] };
    expect(difference({ workloads: [aWorkload()] }, changed)).toEqual({
      state: 'worse',
      evidence: ['Deployment shop/web has 1 of 3 pods available (it was changed meanwhile)'],
      isOurs: false,
    });
  });

  it('is ours when it was not', () => {
    expect(difference({ workloads: [aWorkload()] }, unavailable).isOurs).toBe(true);
  });

  it('is not settled while its owner rolls out a change', () => {
    const rolling = { workloads: [aWorkload(web, { available: 2, updated: 1, generation: 2 })] };
    expect(difference({ workloads: [aWorkload()] }, rolling).state).toBe('unsettled');
  });
});

describe('what starts on a node of Windows, whose images are big,', () => {
  const nodes = [{ ...aNode('win-a', 'win22'), isWindows: true }, aNode('node-b', 'green')];
  const pulling = (over: Parameters<typeof aPod>[0] = {}) =>
    aPod({ node: 'win-a', pendingSince: noon, because: 'ContainerCreating', ...over });
  const later = (pods: Parts['pods'] = [], minutes = 20, available = 2): Parts => ({
    at: noon + minutes * minute,
    nodes,
    workloads: [aWorkload(web, { available })],
    pods,
  });
  const before = { nodes, workloads: [aWorkload(web)], pods: [aPod({ node: 'win-a' })] };

  it('is waited for', () => {
    expect(difference(before, later([pulling()]), { scope: 'win22' })).toEqual({
      state: 'unsettled',
      evidence: [
        `${web} has 2 of 3 pods available and nodes of Windows still start them: images may be pulled for long`,
        `1 pods of ${web} wait (ContainerCreating) and nodes of Windows still start them: images may be pulled for long`,
      ],
      isOurs: false,
    });
  });

  it.each<[string, Parts]>([
    ['after half an hour', later([pulling()], 30)],
    ['that cannot be pulled', later([pulling({ because: 'ImagePullBackOff' })])],
    ['on Linux', later([pulling({ node: 'node-b' })])],
    ['without a node', later([pulling({ node: null, because: 'Unschedulable' })])],
    ['while other pods are missing for another reason', later([pulling()], 20, 1)],
  ])('is not waited for: %s', (_, reading) => {
    expect(difference(before, reading).state).toBe('worse');
  });
});

describe('in the scope of a pool', () => {
  const onBlue = { ...unavailable, pods: [aPod({ node: 'node-a' })] };
  const onGreen = { ...unavailable, pods: [aPod({ node: 'node-b' })] };

  it.each<[string, Parts, Parts]>([
    ['has pods on it now', {}, onBlue],
    ['had pods on it before', { pods: [aPod({ node: 'node-a' })] }, onGreen],
    ['has a pod without a node', {}, { ...unavailable, pods: [aPod({ node: null })] }],
    ['has no pods at all', {}, unavailable],
  ])('a workload counts that %s', (_, before, after) => {
    expect(difference(before, after, { scope: 'blue' }).state).toBe('worse');
  });

  it.each<[string, Parts]>([
    ['a workload that only other pools have', onGreen],
    ['a node of another pool', { nodes: [aNode('node-b', 'green', ['not ready'])] }],
  ])('%s does not count', (_, after) => {
    expect(difference({ pods: [aPod({ node: 'node-b' })] }, after, { scope: 'blue' }).state).toBe('good');
  });
});

describe('what can no longer be seen', () => {
  const blind: HealthReading = { ...aReading({ at: noon + minute }), pods: { unread: 'pods is forbidden' } };

  it('is lost evidence', () => {
    expect(compared({}, blind)).toEqual({
      state: 'lost',
      evidence: ['pods cannot be seen any more (pods is forbidden)'],
      isOurs: false,
    });
  });

  it('does not matter where no check needs it', () => {
    const checks = theChecks({
      workloadsAvailable: null,
      podsRestarting: null,
      pendingPods: null,
      failedJobs: null,
    });
    expect(compared({}, blind, { checks }).state).toBe('good');
  });

  it('weighs less than what is seen to be worse', () => {
    const both = { ...blind, apiServer: { value: ['etcd'] } };
    expect(compared({}, both).state).toBe('worse');
  });
});

describe('an object that is not what the API says', () => {
  const odd = (name: string, plural = 'pods') => ({
    plural,
    resource: `Pod/shop/${name}`,
    why: 'spec.nodeName: expected a string, got 5',
  });
  const said = 'Pod/shop/odd is not what the API says (spec.nodeName: expected a string, got 5)';

  it('is evidence that is lost where it was not so before, and nothing to roll back for', () => {
    for (const plural of ['nodes', 'pods', 'jobs', 'deployments', 'statefulsets', 'daemonsets'])
      expect(difference(sound, { ...sound, unreadable: [odd('odd', plural)] })).toEqual({
        state: 'lost',
        evidence: [said],
        isOurs: false,
      });
  });

  it('is passed over where it was so before, and known to the baseline', () => {
    const before = { ...sound, unreadable: [odd('odd')] };
    expect(difference(before, before).state).toBe('good');
    expect(makeBaseline(theChecks(), null, [aReading(before)]).first).toEqual([said]);
  });

  it('does not hide what is worse in the others', () => {
    const unreadable = [odd('odd')];
    expect(difference({ ...sound, unreadable }, { ...unavailable, unreadable }).state).toBe('worse');
    expect(difference(sound, { ...unavailable, unreadable }).state).toBe('worse');
  });

  it('is nothing to a check that is not made', () => {
    const checks = theChecks({ failedJobs: null });
    expect(difference(sound, { ...sound, unreadable: [odd('odd', 'jobs')] }, { checks }).state).toBe('good');
  });
});
