import { describe, expect, it } from 'vitest';
import { judgePod, type PodClass, type Treatment } from '#domain/drain/classify-pod.ts';
import type { DrainPod } from '#domain/drain/drain-pod.ts';
import { aDrainPod, ownedBy } from '../../builders/a-drain.ts';

const naked = { controller: null };
const finished = { phase: 'Succeeded' };
const data = { hasLocalData: true };
const ofDaemonSet = { controller: ownedBy('DaemonSet') };
const terminating = { endsAt: 0 };

type Row = readonly [string, Partial<DrainPod>, string, PodClass, Treatment];

// K and R: cases of kubectl's own tests and of runs of kubectl 1.32; where ours differs on purpose it says so.
const rows: readonly Row[] = [
  [
    'K1 of a replication controller',
    { controller: ownedBy('ReplicationController', 'v1') },
    '',
    'evict',
    'evict',
  ],
  ['K2, differing: of a daemon set, which needs no flag', ofDaemonSet, '', 'daemonset', 'skip'],
  ['K3, differing: of a daemon set, finished', { ...ofDaemonSet, ...finished }, '', 'daemonset', 'skip'],
  ['K7 of a daemon set, with local data', { ...ofDaemonSet, ...data }, '', 'daemonset', 'skip'],
  [
    "of another group's kind of that name",
    { controller: ownedBy('DaemonSet', 'apps.kruise.io/v1alpha1') },
    '',
    'evict',
    'evict',
  ],
  [
    'K8 of a job, with local data',
    { controller: ownedBy('Job'), ...data },
    'force data',
    'local-data',
    'evict',
  ],
  ['K9 of a job, finished, with local data', { ...finished, ...data }, '', 'finished', 'evict'],
  ['K10 of a replica set', {}, '', 'evict', 'evict'],
  ['K11 naked', naked, '', 'unmanaged', 'refuse'],
  ['K12 naked, forced', naked, 'force', 'unmanaged', 'evict'],
  ['K13 with local data, forced', data, 'force', 'local-data', 'refuse'],
  ['with local data that may be lost', data, 'data', 'local-data', 'evict'],
  ['K14 finished, naked, with local data', { ...naked, ...finished, ...data }, '', 'finished', 'evict'],
  ['failed', { ...naked, phase: 'Failed' }, '', 'finished', 'evict'],
  ['naked, with local data, forced', { ...naked, ...data }, 'force', 'unmanaged', 'refuse'],
  ['naked, with local data that may be lost', { ...naked, ...data }, 'data', 'unmanaged', 'refuse'],
  ['K15 naked, with local data, both allowed', { ...naked, ...data }, 'force data', 'unmanaged', 'evict'],
  ['R1 mirror', { isMirror: true, ...naked, ...data }, '', 'mirror', 'skip'],
  ['N11 static, without the mark of a mirror', { controller: ownedBy('Node', 'v1') }, '', 'mirror', 'skip'],
  ['terminating, naked, with local data', { ...naked, ...data, ...terminating }, '', 'unmanaged', 'evict'],
  ['pending', { phase: 'Pending', isReady: false }, '', 'evict', 'evict'],
];

describe('a pod', () => {
  it.each(rows)('%s', (_, pod, flags, podClass, treatment) => {
    const consent = { unmanaged: flags.includes('force'), localData: flags.includes('data') };
    expect(judgePod(aDrainPod(pod), consent)).toMatchObject({ class: podClass, treatment });
  });

  it.each([
    ['K5b', false, 'refuse'],
    ['K5b, forced', true, 'evict'],
  ])('of a daemon set that is gone is unmanaged: %s', (_, unmanaged, treatment) => {
    const gone = new Set([ownedBy('DaemonSet').uid]);
    const consent = { unmanaged, localData: false };
    expect(judgePod(aDrainPod(ofDaemonSet), consent, gone)).toMatchObject({ class: 'unmanaged', treatment });
  });

  it('is refused with every flag that is missing', () => {
    const { refusal } = judgePod(aDrainPod({ ...naked, ...data }), { unmanaged: false, localData: false });
    expect(refusal).toContain('--force');
    expect(refusal).toContain('--delete-emptydir-data');
  });
});
