import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdKuredLock } from '#activities/reboot/hold-kured-lock.ts';
import type { MaintenanceWindow } from '#domain/fleet/maintenance-window.ts';
import { findKured, type Kured } from '#domain/reboot/find-kured.ts';
import { cordonNode, uncordonNode } from '#gateways/kubernetes/drain/cordon-node.ts';
import { openRebootClient } from '#gateways/kubernetes/reboot/reboot-client.ts';
import { toDaemonSetView } from '#gateways/kubernetes/reboot/to-daemon-set-view.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { aKured, lock } from '../../builders/a-kured.ts';
import { windowAt } from '../../domain/calendar/window-at.ts';
import { openSimulatedBench } from '../../simulated/simulated-bench.ts';

let bench: Awaited<ReturnType<typeof openSimulatedBench>>;

beforeAll(async () => {
  bench = await openSimulatedBench();
  for (const name of ['node-1', 'node-2']) await bench.bench.addNode(name, {});
  bench.cluster.apply([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'batch', namespace: 'default', labels: { runs: 'batch' } },
      spec: { nodeName: 'node-1', containers: [{ name: 'main', image: 'registry.invalid/app:1' }] },
    },
  ]);
  bench.world.advance(60);
});
afterAll(() => bench.close());

const anHour = 3_600_000_000_000;
const before = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** Someone's hold, begun half an hour ago, without an end unless it has a TTL; or one that is over. */
const hold = (nodeID: string, TTL = 0) => ({ nodeID, metadata: {}, created: before(0.5), TTL });
const expired = (nodeID: string) => ({ nodeID, metadata: {}, created: before(5), TTL: anHour });
const list = (...locks: readonly object[]) => ({ maxOwners: 2, locks });

interface Case {
  readonly standing?: object;
  readonly args?: readonly string[];
  /** Who asks, of us; for which node. */
  readonly owner?: string;
  readonly node?: string;
}

let made = 0;
/** A kured of its own for each question. */
function mayReboot({ standing, args, owner = 'drydock/one', node = 'node-1' }: Case) {
  made += 1;
  const daemonSet = aKured({
    name: `kured-${made}`,
    ...(standing && { annotations: { [lock]: JSON.stringify(standing) } }),
    ...(args && { args }),
  });
  bench.cluster.apply([daemonSet]);
  return ask(findKured([toDaemonSetView(daemonSet)])!, owner, node);
}

function ask(kured: Kured, owner: string, node: string) {
  const rebootClient = async () => openRebootClient(bench.bench.client, AbortSignal.timeout(10_000), []);
  const gateways = { kubernetes: { rebootClient } } as unknown as Gateways;
  return new MockActivityEnvironment().run(holdKuredLock(gateways), {
    resourceId: 'simulated',
    kured,
    owner,
    node,
    ttlMs: 600_000,
    pace: null,
  });
}

const two = ['--concurrency=2'];
const blocking = ['--blocking-pod-selector=runs in (nothing)', '--blocking-pod-selector=runs=batch'];

/** U9, the filter of alerts, is asked in test/domain/reboot/kured-blockers.test.ts; U11 and U13 of whole campaigns too. */
describe('a node beside a kured', () => {
  it.each<[string, string, Case, object]>([
    ['U1', 'waits for a lock without an end', { standing: hold('node-2') }, { state: 'held', until: null }],
    ['U2', 'takes one whose time has passed', { standing: expired('node-2') }, { state: 'taken' }],
    ['U3', 'waits for one until then', { standing: hold('node-2', anHour) }, { state: 'held', by: 'node-2' }],
    ['U4', 'takes every place where nobody has one', { standing: list(), args: two }, { state: 'taken' }],
    [
      'U5',
      'waits where one place is taken: kured would take the other, Drydock reboots alone',
      { standing: list(hold('node-2')), args: two },
      { state: 'held', by: 'node-2' },
    ],
    [
      'U6',
      'waits where every place is taken',
      { standing: list(hold('node-2'), hold('node-3')), args: two },
      { state: 'held' },
    ],
    [
      'U7',
      'waits where one of two has ended',
      { standing: list(expired('node-2'), hold('node-3')), args: two },
      { state: 'held', by: 'node-3' },
    ],
    [
      'U8',
      'takes every place where all have ended',
      { standing: list(expired('node-2'), expired('node-3')), args: two },
      { state: 'taken' },
    ],
    [
      'U14',
      'waits for a pod that blocks, and names it',
      { args: blocking },
      { state: 'blocked', why: 'pods on node-1 that meet "runs=batch": default/batch' },
    ],
    ['U14', 'waits for none on another node', { args: blocking, node: 'node-2' }, { state: 'taken' }],
    [
      'U14',
      'waits where the selector cannot be read',
      { args: ['--blocking-pod-selector=runs in'] },
      { state: 'blocked', why: 'its pod selector "runs in" cannot be read' },
    ],
    [
      'U15',
      'waits where the Prometheus of kured does not answer',
      { args: ['--prometheus-url=http://prometheus.monitoring'] },
      { state: 'blocked', why: expect.stringContaining('could not be asked for alerts') },
    ],
    [
      'U15',
      'waits where it is out of reach',
      { args: ['--prometheus-url=https://prometheus.example.com'] },
      { state: 'blocked', why: expect.stringContaining('is no service of the cluster') },
    ],
  ])('%s %s', async (_id, _rule, given, answer) => {
    expect(await mayReboot(given)).toMatchObject(answer);
  });

  it("U10 is rebooted within the window of its campaign, over midnight too; kured's window is reported", () => {
    const window: MaintenanceWindow = {
      schedule: { daily: { intervalDays: 1 } },
      startTime: '22:00',
      durationHours: 6,
      notAllowedDates: [],
    };
    const isOpen = (at: string) => windowAt({ window, timezone: 'Europe/Berlin' }, Date.parse(at)).open;
    expect(['2026-11-20T21:30:00Z', '2026-11-21T02:30:00Z'].map(isOpen)).toEqual([true, true]);
    expect(isOpen('2026-11-21T03:30:00Z')).toBe(false);
    const args = ['--reboot-days=mon,tue', '--start-time=22:00', '--end-time=4:00'];
    expect(findKured([toDaemonSetView(aKured({ args }))])?.window).toBe('mon,tue 22:00 to 4:00 UTC');
  });

  it.each([
    ['U11', 'one of several is rebooted at a time', []],
    ['U12', 'nor two where kured would: every place is taken', two],
  ])('%s %s', async (id, _rule, args) => {
    const daemonSet = aKured({ args, name: `kured-${id.toLowerCase()}` });
    bench.cluster.apply([daemonSet]);
    const kured = findKured([toDaemonSetView(daemonSet)])!;
    expect(await ask(kured, 'drydock/one', 'node-1')).toEqual({ state: 'taken' });
    expect(await ask(kured, 'drydock/two', 'node-2')).toMatchObject({ state: 'held', by: 'drydock/one' });
  });

  it('U13 stays cordoned where it was before, and another is opened', async () => {
    const { client } = bench.bench;
    await client.core.patchNode({
      name: 'node-2',
      body: [{ op: 'add', path: '/spec/unschedulable', value: true }],
    });
    const closed = ['node-1', 'node-2'].map((name) => cordonNode(client, name, 'campaign nightly'));
    expect(await Promise.all(closed)).toEqual([true, false]);
    const opened = ['node-1', 'node-2'].map((name) => uncordonNode(client, name, { isForced: false }));
    expect(await Promise.all(opened)).toEqual(['opened', 'not-ours']);
  });
});
