import { describe, expect, it } from 'vitest';
import { evaluateBothLevels } from '#domain/audit/pod-security/evaluate-pss.ts';
import { readPod } from '#domain/audit/pod-security/pod/read-pod.ts';
import { aPod } from '../../../builders/a-pod.ts';

const newest = 37;

function checksOf(pod: ReturnType<typeof aPod>, minor = newest): readonly string[] {
  const read = readPod({ ...pod });
  if (read.outcome !== 'pod') throw new Error(`no pod: ${JSON.stringify(read)}`);
  return evaluateBothLevels(read.template.pod, minor).violations.map(
    ({ level, check }) => `${level} ${check}`,
  );
}

describe('at the newest version', () => {
  it.each([
    ['all that restricted asks for', aPod(), []],
    ['privileged', aPod({ context: { privileged: true } }), ['baseline privileged']],
    ['hostNetwork', aPod({ spec: { hostNetwork: true } }), ['baseline hostNamespaces']],
    ['hostPID', aPod({ spec: { hostPID: true } }), ['baseline hostNamespaces']],
    [
      'a hostPath volume',
      aPod({ spec: { volumes: [{ name: 'v', hostPath: { path: '/' } }] } }),
      ['baseline hostPathVolumes', 'restricted restrictedVolumes'],
    ],
    [
      'an NFS volume',
      aPod({ spec: { volumes: [{ name: 'v', nfs: {} }] } }),
      ['restricted restrictedVolumes'],
    ],
    ['an image volume', aPod({ spec: { volumes: [{ name: 'v', image: { reference: 'x' } }] } }), []],
    [
      'a volume without a source, which becomes an emptyDir',
      aPod({ spec: { volumes: [{ name: 'v' }] } }),
      [],
    ],
    [
      'a host port',
      aPod({ container: { ports: [{ containerPort: 80, hostPort: 80 }] } }),
      ['baseline hostPorts'],
    ],
    [
      'a container port on the host network, which becomes a host port',
      aPod({ spec: { hostNetwork: true }, container: { ports: [{ containerPort: 80 }] } }),
      ['baseline hostNamespaces', 'baseline hostPorts'],
    ],
    [
      'a capability beyond the default ones',
      aPod({ context: { capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } } }),
      ['baseline capabilities_baseline', 'restricted capabilities_restricted'],
    ],
    [
      'all dropped, but not in capital letters',
      aPod({ context: { capabilities: { drop: ['all'] } } }),
      ['restricted capabilities_restricted'],
    ],
    [
      'an unset escalation',
      aPod({ context: { allowPrivilegeEscalation: null } }),
      ['restricted allowPrivilegeEscalation'],
    ],
    [
      'an escalation in an ephemeral container only',
      aPod({
        spec: {
          ephemeralContainers: [
            {
              name: 'debug',
              securityContext: { allowPrivilegeEscalation: true, capabilities: { drop: ['ALL'] } },
            },
          ],
        },
      }),
      ['restricted allowPrivilegeEscalation'],
    ],
    [
      'an init container without a security context',
      aPod({ spec: { initContainers: [{ name: 'init' }] } }),
      ['restricted allowPrivilegeEscalation', 'restricted capabilities_restricted'],
    ],
    ['uid 0', aPod({ context: { runAsUser: 0 } }), ['restricted runAsUser']],
    ['a pod that may be root', aPod({ context: { runAsNonRoot: false } }), ['restricted runAsNonRoot']],
    [
      'an unconfined seccomp profile',
      aPod({ context: { seccompProfile: { type: 'Unconfined' } } }),
      ['baseline seccompProfile_baseline', 'restricted seccompProfile_restricted'],
    ],
    [
      'an unconfined AppArmor profile',
      aPod({ context: { appArmorProfile: { type: 'Unconfined' } } }),
      ['baseline appArmorProfile'],
    ],
    [
      'an unconfined AppArmor annotation',
      aPod({
        metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' } },
      }),
      ['baseline appArmorProfile'],
    ],
    [
      'an SELinux user',
      aPod({ context: { seLinuxOptions: { user: 'system_u' } } }),
      ['baseline seLinuxOptions'],
    ],
    [
      'a process on a Windows host',
      aPod({ context: { windowsOptions: { hostProcess: true } } }),
      ['baseline windowsHostProcess'],
    ],
  ])('%s', (_, pod, checks) => {
    expect(checksOf(pod)).toEqual(checks);
  });
});

describe('a rule holds from its version on:', () => {
  const probe = aPod({ container: { livenessProbe: { httpGet: { host: 'other.example', port: 80 } } } });
  const inUserNamespace = { spec: { hostUsers: false }, context: { procMount: 'Unmasked', runAsUser: 0 } };
  const annotated = (value: string) => ({
    metadata: { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': value } },
  });
  const sysctl = (name: string) =>
    aPod({
      spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost' }, sysctls: [{ name }] },
      },
    });
  const windows = aPod({
    spec: { os: { name: 'windows' }, securityContext: { runAsNonRoot: true } },
    container: { securityContext: {} },
  });

  it.each([
    [
      'a probe of another host is forbidden',
      probe,
      'baseline hostProbesAndHostLifecycle',
      { not: 33, from: 34 },
    ],
    [
      "/proc in a user namespace is restricted's business",
      aPod(inUserNamespace),
      'restricted procMount_restricted',
      { not: 34, from: 35 },
    ],
    [
      'an unset escalation is forbidden',
      aPod({ context: { allowPrivilegeEscalation: null } }),
      'restricted allowPrivilegeEscalation',
      { not: 7, from: 8 },
    ],
    [
      'capabilities have to be dropped',
      aPod({ context: { capabilities: null } }),
      'restricted capabilities_restricted',
      { not: 21, from: 22 },
    ],
    [
      'uid 0 is forbidden',
      aPod({ context: { runAsUser: 0 } }),
      'restricted runAsUser',
      { not: 22, from: 23 },
    ],
    [
      'a seccomp profile is needed',
      aPod({ spec: { securityContext: { runAsNonRoot: true } } }),
      'restricted seccompProfile_restricted',
      { not: 18, from: 19 },
    ],
  ])('%s', (_, pod, check, { not, from }) => {
    expect(checksOf(pod, not)).not.toContain(check);
    expect(checksOf(pod, from)).toContain(check);
  });

  it.each([
    ['/proc in a user namespace is allowed by baseline', aPod(inUserNamespace), 'baseline procMount', 35],
    ['uid 0 in a user namespace is allowed', aPod(inUserNamespace), 'restricted runAsUser', 35],
    [
      'the seccomp annotation means nothing',
      aPod(annotated('unconfined')),
      'baseline seccompProfile_baseline',
      19,
    ],
    [
      'container_engine_t is allowed',
      aPod({ context: { seLinuxOptions: { type: 'container_engine_t' } } }),
      'baseline seLinuxOptions',
      31,
    ],
    ['reserved ports are safe', sysctl('net.ipv4.ip_local_reserved_ports'), 'baseline sysctls', 27],
    ['keep-alive is safe', sysctl('net.ipv4.tcp_keepalive_time'), 'baseline sysctls', 29],
    ['receive buffers are safe', sysctl('net.ipv4.tcp_rmem'), 'baseline sysctls', 32],
    ['slow start is safe', sysctl('net.ipv4.tcp_slow_start_after_idle'), 'baseline sysctls', 37],
    ['Windows pods need not drop capabilities', windows, 'restricted capabilities_restricted', 25],
    ['Windows pods need no seccomp profile', windows, 'restricted seccompProfile_restricted', 25],
    ['Windows pods need not forbid escalation', windows, 'restricted allowPrivilegeEscalation', 25],
  ])('%s', (_, pod, check, since) => {
    expect(checksOf(pod, since - 1)).toContain(check);
    expect(checksOf(pod, since)).not.toContain(check);
  });
});

it('a version newer than known is judged as the newest known', () => {
  const pod = aPod({ context: { privileged: true } });
  expect(checksOf(pod, 99)).toEqual(checksOf(pod, newest));
});
