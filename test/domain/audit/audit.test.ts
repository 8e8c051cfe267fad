import { describe, expect, it } from 'vitest';
import { clusterOfManifests } from '#domain/audit/cluster/cluster-of-manifests.ts';
import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import type { ControlWaiver } from '#domain/audit/control/apply-waiver.ts';
import { controlIds } from '#domain/audit/control/control-ids.ts';
import { controls as everyControl } from '#domain/audit/controls/controls.ts';
import { aControlWaiver } from '../../builders/a-control-waiver.ts';
import { aNode, judgedLive } from '../../builders/a-live-cluster.ts';
import { aCarefulPod, aPod } from '../../builders/a-pod.ts';
import {
  aNamespace,
  audited,
  auditedAt,
  blocksFor,
  gist,
  judged,
} from '../../builders/an-audited-cluster.ts';

const rooted = aPod({ context: { runAsUser: 0 } });
const aWaiver = (changes: Partial<ControlWaiver> = {}) =>
  aControlWaiver({ resource: 'Pod/shop/web', ...changes });

const audit = (objects: readonly object[], waivers: readonly ControlWaiver[] = []) =>
  audited({ objects, waivers });

const good = [aNamespace('default'), aNamespace('shop'), aCarefulPod(), ...blocksFor('default', 'shop')];

describe('the verdict', () => {
  it('is PASS where every control passes or does not apply', () => {
    expect(audit(good).verdict).toBe('PASS');
  });

  it('is FAIL where one fails', () => {
    expect(audit([...good, rooted]).verdict).toBe('FAIL');
  });

  it('is WARN where one warns and none is worse', () => {
    expect(
      audit([...good, aNamespace('shop', { 'pod-security.kubernetes.io/enforce': 'privileged' })]).verdict,
    ).toBe('WARN');
  });
});

describe('a waiver', () => {
  const said = (waivers: readonly ControlWaiver[], objects: readonly object[] = [rooted]) =>
    gist(judged('SB-POD-03', { objects, waivers }));

  it.each([
    ['Cluster', 'WAIVED'],
    ['*', 'WAIVED'],
    [null, 'UNKNOWN'],
  ])('covers what could not be read only where it names the resource: %s', (resource, expected) => {
    const [status] = gist(
      judgedLive('SB-NET-02', {
        unread: [
          {
            part: 'network-policies',
            resource: 'Cluster',
            permission: 'list networkpolicies',
            why: 'forbidden',
            kind: 'not-allowed',
          },
        ],
        waivers: [aWaiver({ control: 'SB-NET-02', resource })],
      }),
    ).split(' ');
    expect(status).toBe(expected);
  });

  it('accepts what it names', () => {
    const report = judged('SB-POD-03', { objects: [rooted], waivers: [aWaiver()] });
    expect(gist(report)).toBe('WAIVED Pod/shop/web main');
    expect(report.evidence[0]?.waived).toEqual({
      reason: 'it binds port 80',
      owner: 'shop',
      approver: 'security',
      expires: '2026-12-31T00:00:00Z',
    });
  });

  it('accepts names by their beginning, or everything', () => {
    expect(said([aWaiver({ resource: 'Pod/shop/*' })])).toBe('WAIVED Pod/shop/web main');
    expect(said([aWaiver({ resource: null })])).toBe('WAIVED Pod/shop/web main');
  });

  it('accepts nothing of another resource or control', () => {
    expect(said([aWaiver({ resource: 'Pod/shop/api' })])).toBe('FAIL Pod/shop/web main');
    expect(said([aWaiver({ control: 'SB-POD-02' })])).toBe('FAIL Pod/shop/web main');
  });

  it('leaves what it does not name to fail', () => {
    const other = aPod({ context: { runAsUser: 0 }, metadata: { name: 'api' } });
    expect(said([aWaiver()], [rooted, other])).toBe('FAIL Pod/shop/web main Pod/shop/api main');
  });

  it('accepts nothing once it has ended, and is named', () => {
    const ended = aWaiver({ expires: '2026-11-27T00:00:00Z' });
    expect(said([ended])).toBe('FAIL Pod/shop/web main');
    expect(audit([rooted], [ended]).voidWaivers).toEqual([
      { waiver: ended, why: 'it expired on 2026-11-27T00:00:00Z' },
    ]);
  });

  it('that covers nothing is named', () => {
    expect(audit(good, [aWaiver()]).voidWaivers).toEqual([
      { waiver: aWaiver(), why: 'it matches no finding' },
    ]);
  });

  it('cannot accept what breaks the upgrade', () => {
    const waiver = aWaiver({ control: 'SB-LSM-03', resource: null });
    const objects = [aPod({ context: { seccompProfile: { type: 'Localhost', localhostProfile: 'p' } } })];
    expect(judged('SB-LSM-03', { objects, targetMinor: 36, waivers: [waiver] }).status).toBe('FAIL');
  });

  it('cannot accept rights of strangers', () => {
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'b' },
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'User', name: 'system:anonymous' }],
    };
    const waivers = [aWaiver({ control: 'SB-ENT-08', resource: null })];
    expect(judged('SB-ENT-08', { objects: [binding], waivers }).status).toBe('FAIL');
  });
});

it('names policies and roles that no API server would take, and leaves them out', () => {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'r' },
    rules: [{ verbs: '*' }],
  };
  const policy = { ...blocksFor('shop')[0], spec: { podSelector: {}, policyTypes: 'Egress' } };
  const options = {
    arm: null,
    engine: null,
    targetMinor: null,
    pssMinor: 37,
    pssLevel: null,
    now: auditedAt,
  };
  const { cluster, unreadable } = clusterOfManifests([role, policy], options);
  expect([cluster.rbac.roles.has('ClusterRole/r'), cluster.policies.kubernetes]).toEqual([false, []]);
  expect(unreadable.map(({ problems }) => problems)).toEqual([
    [{ path: 'spec.policyTypes', message: 'expected a list, got "Egress"' }],
    [{ path: 'rules[0].verbs', message: 'expected a list, got "*"' }],
  ]);
});

it('knows the id of every control without loading any', () => {
  expect(controlIds).toEqual(everyControl.map(({ id }) => id));
});

describe('what is not read', () => {
  const azureSays = `The client 'a' with object id 'b' does not have authorization to perform action ${'x'.repeat(200)}`;
  const refused = (...rights: readonly string[]): LiveReading['unread'] =>
    rights.map((permission) => ({
      part: 'workloads',
      resource: 'Cluster',
      permission,
      why: azureSays,
      kind: 'not-allowed',
    }));

  it('is reported by the missing permission alone, where the refusal is long', () => {
    const { undecided } = judgedLive('SB-POD-02', { unread: refused('list pods') });
    expect(undecided.map(({ reason }) => reason)).toEqual(['requires permission to list pods']);
  });

  it('is remedied by that right', () => {
    const remedyOf = (...rights: readonly string[]) =>
      judgedLive('SB-POD-02', { unread: refused(...rights) }).remediation;
    expect([remedyOf('list pods'), remedyOf('a', 'b', 'c', 'd', 'e')]).toEqual([
      'Grant permission to list pods (docs/permissions.md).',
      'Grant permission to a, b, c, 2 more (docs/permissions.md).',
    ]);
  });

  it.each([
    ['namespaces', 'Namespace/shop', ['Namespace/bare']],
    ['network-policies', 'NetworkPolicy/shop/odd', ['Namespace/bare']],
    ['network-policies', 'NetworkPolicy/bare/odd', ['Namespace/open']],
    ['network-policies', 'GlobalNetworkPolicy/odd', []],
    ['network-policies', 'Cluster', []],
    ['namespaces', 'Namespace (item 3 of namespaces)', []],
  ] as const)('decides nothing elsewhere: %s, %s', (part, resource, expected) => {
    const { status, evidence } = judgedLive('SB-NET-02', {
      objects: [aNamespace('bare'), ...(resource.includes('/bare/') ? [aNamespace('open')] : [])],
      unread: [{ part, resource, permission: null, why: 'spec: no', kind: null }],
    });
    expect([status, evidence.map((each) => each.resource)]).toEqual([
      expected.length === 0 ? 'UNKNOWN' : 'FAIL',
      expected,
    ]);
  });

  it.each([
    ['SB-ENT-08', 'rbac', 'ClusterRole/odd', 'FAIL'],
    ['SB-ENT-08', 'rbac', 'Cluster', 'UNKNOWN'],
    ['SB-OS-03', 'nodes', 'Node/odd', 'FAIL'],
    ['SB-OS-03', 'nodes', 'Cluster', 'UNKNOWN'],
  ] as const)('hides nothing that holds without it: %s, %s, %s', (id, part, resource, expected) => {
    const everyone = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'b' },
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Group', name: 'system:authenticated' }],
    };
    const waiting = { 'weave.works/kured-reboot-in-progress': '2026-11-01T00:00:00Z' };
    const { status, undecided } = judgedLive(id, {
      objects: [everyone, aNode('node-2', { annotations: waiting })],
      unread: [{ part, resource, permission: null, why: 'spec: no', kind: null }],
    });
    expect([status, undecided.map((each) => each.resource)]).toEqual([expected, [resource]]);
  });

  it('leaves the remedy of what fails beside it', () => {
    const bad = aPod({ context: { allowPrivilegeEscalation: true }, metadata: { name: 'api' } });
    const { status, remediation } = judgedLive('SB-POD-02', { objects: [bad], unread: refused('list jobs') });
    expect([status, remediation]).toEqual(['FAIL', expect.stringContaining('allowPrivilegeEscalation')]);
  });
});

describe('what is said of kinds that are not known', () => {
  const fleet = {
    apiVersion: 'example.com/v1',
    kind: 'Fleet',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template: { spec: { containers: [{ name: 'main', securityContext: { privileged: true } }] } } },
  };

  it('is that their templates of pods were not judged, in one place', () => {
    const noted = audited({ objects: [fleet] }).controls.flatMap(({ id, evidence }) =>
      evidence
        .filter(({ resource }) => resource === 'Fleet/shop/web')
        .map(({ severity }) => `${id} ${severity}`),
    );
    expect(noted).toEqual(['SB-POD-01 info']);
  });
});

it.each([
  [
    { context: { privileged: true } },
    'privileged: container "main" must not set securityContext.privileged=true',
  ],
  [{ spec: { hostNetwork: true } }, 'hostNamespaces: hostNetwork=true'],
])('a check of a level is named once', (changes, said) => {
  const { evidence } = judged('SB-POD-01', { objects: [aPod(changes)] });
  expect(evidence.map(({ reason }) => reason)).toEqual([said]);
});
