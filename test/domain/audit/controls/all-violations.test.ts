import { describe, expect, it } from 'vitest';
import { aPod, workloadsOf } from '../../../builders/a-pod.ts';
import { judged } from '../../../builders/an-audited-cluster.ts';

const evidenceOf = (id: string, ...objects: readonly object[]) => judged(id, { objects }).evidence;

describe('a finding', () => {
  it.each([
    [
      'SB-POD-02',
      { privileged: true, allowPrivilegeEscalation: true, capabilities: { add: ['SYS_ADMIN'] } },
      'privileged forces allowPrivilegeEscalation; SYS_ADMIN forces allowPrivilegeEscalation; allowPrivilegeEscalation is true',
    ],
    ['SB-POD-03', { runAsUser: 0, runAsNonRoot: false }, 'it runs as uid 0; runAsNonRoot is false'],
    ['SB-POD-04', { capabilities: { add: ['SYS_PTRACE'] } }, 'it adds "SYS_PTRACE"; it does not drop ALL'],
  ])('of %s has all violations at once', (id, context, reason) => {
    expect(evidenceOf(id, aPod({ context }))).toMatchObject([{ reason, paths: ['spec.containers[0]'] }]);
  });

  const sock = { name: 'sock', hostPath: { path: '/var/run/docker.sock' } };

  it('of a host path has the path, and where it stands', () => {
    expect(evidenceOf('SB-POD-01', aPod({ spec: { volumes: [{ name: 'a' }, sock] } }))).toMatchObject([
      {
        reason: 'hostPathVolumes: volume "sock" is hostPath /var/run/docker.sock',
        paths: ['spec.volumes[1].hostPath.path'],
      },
    ]);
  });

  it('has a path that leads to the value, in every kind of workload', () => {
    for (const each of workloadsOf(aPod({ spec: { volumes: [sock] } }))) {
      const [path = ''] = evidenceOf('SB-POD-01', each)[0]?.paths ?? [];
      const keys = path.split(/[.[\]]+/);
      expect(
        keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], each),
        path,
      ).toBe('/var/run/docker.sock');
    }
  });
});
