import { describe, expect, it } from 'vitest';
import { type DaemonSetView, findKured } from '#domain/reboot/find-kured.ts';

type Container = Partial<DaemonSetView['containers'][number]>;

const aDaemonSet = (container: Container, over: Partial<DaemonSetView> = {}): DaemonSetView => ({
  namespace: 'kube-system',
  name: 'reboots',
  annotations: {},
  containers: [{ image: 'example.com/some/agent:1', command: [], args: [], env: {}, ...container }],
  ...over,
});
const kured = { command: ['/usr/bin/kured'] };

describe('kured', () => {
  it.each<[string, DaemonSetView, boolean]>([
    ['its image', aDaemonSet({ image: 'ghcr.io/kubereboot/kured:1.23.0' }), true],
    ['its image by digest', aDaemonSet({ image: 'mirror.local/kured@sha256:0' }), true],
    ['its command', aDaemonSet(kured), true],
    ['its lock', aDaemonSet({}, { annotations: { 'weave.works/kured-node-lock': '{}' } }), true],
    ['nothing of it', aDaemonSet({ image: 'example.com/kured-exporter:1' }), false],
  ])('is known by %s', (_, daemonSet, isKured) => {
    expect(findKured([aDaemonSet({}), daemonSet]) !== null).toBe(isKured);
  });

  it.each<[string, Container, object]>([
    ['with none', kured, { concurrency: 1, lockAnnotation: 'weave.works/kured-node-lock', window: null }],
    ['with its concurrency', { command: ['/usr/bin/kured', '--concurrency=2'] }, { concurrency: 2 }],
    ['as two words', { ...kured, args: ['--concurrency', '3'] }, { concurrency: 3 }],
    ['from the environment', { ...kured, env: { KURED_CONCURRENCY: '2' } }, { concurrency: 2 }],
    ['that are no number', { ...kured, args: ['--concurrency=many'] }, { concurrency: 1 }],
    [
      'with a lock of its own',
      { ...kured, args: ['--lock-annotation=a/lock'] },
      { lockAnnotation: 'a/lock' },
    ],
    [
      'with a window over midnight (U10)',
      {
        ...kured,
        args: ['--reboot-days=mon,tue', '--start-time=22:00', '--end-time=4:00', '--time-zone=Europe/Berlin'],
      },
      { window: 'mon,tue 22:00 to 4:00 Europe/Berlin' },
    ],
  ])('is read by its arguments: %s', (_, container, expected) => {
    expect(findKured([aDaemonSet(container)])).toMatchObject(expected);
  });
});
