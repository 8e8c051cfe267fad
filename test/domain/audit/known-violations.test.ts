import { describe, expect, it } from 'vitest';
import type { Audit, Evidence } from '#domain/audit/audit.ts';
import {
  type AuditScope,
  auditBeside,
  auditInScope,
  auditLevels,
  openFindings,
} from '#domain/audit/audit-scope.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import { asBaseline } from '#domain/known-findings.ts';
import {
  aDaemonSet,
  aNode,
  auditedLive,
  goodObjects,
  type LiveChanges,
} from '../../builders/a-live-cluster.ts';
import { anEgressPolicy, toBlock } from '../../builders/a-network-policy.ts';
import { aPod } from '../../builders/a-pod.ts';
import { anAzurePool, aWindowsPool } from '../../builders/an-audited-cluster.ts';
import { anIngress } from '../../builders/an-entrance.ts';
import { bound, broken } from '../../builders/broken-clusters.ts';

type PodChanges = Parameters<typeof aPod>[0];
type Context = Readonly<Record<string, unknown>>;

/** A cluster with one violation, with another one of the same object, and with both; null: there is no such thing. */
type Ways = readonly [one: LiveChanges, other: LiveChanges, both: LiveChanges | null];

const objects = (...found: readonly object[]): LiveChanges => ({ objects: found });
const pod = (changes: PodChanges): LiveChanges => objects(aPod({ metadata: { name: 'api' }, ...changes }));
const ways = <T>(make: (values: readonly T[]) => LiveChanges, one: T, other: T): Ways => [
  make([one]),
  make([other]),
  // The known one is not the first one any more.
  make([other, one]),
];
const podsOf = <T>(make: (values: readonly T[]) => PodChanges, one: T, other: T): Ways =>
  ways<T>((values) => pod(make(values)), one, other);
const contexts = (one: Context, other: Context, both: Context | null = { ...one, ...other }): Ways => [
  pod({ context: one }),
  pod({ context: other }),
  both === null ? null : pod({ context: both }),
];
const adds = (...names: readonly string[]) => ({ capabilities: { drop: ['ALL'], add: names } });
const added = podsOf<string>((names) => ({ context: adds(...names) }), 'SYS_PTRACE', 'SYS_TIME');
const mounted = podsOf<string>(
  (paths) => ({
    spec: { volumes: paths.map((path) => ({ name: path.slice(1, 3), hostPath: { path } })) },
    container: { volumeMounts: paths.map((path) => ({ name: path.slice(1, 3), mountPath: path })) },
  }),
  '/proc/1',
  '/etc/kubernetes',
);
const ports = podsOf<number>(
  (values) => ({ container: { ports: values.map((port) => ({ containerPort: port, hostPort: port })) } }),
  80,
  443,
);
const variables = (more: object): Ways =>
  podsOf<string>(
    (names) => ({ container: { env: names.map((name) => ({ name, ...more })) } }),
    'DB_PASSWORD',
    'API_TOKEN',
  );
const images = (tag: string): Ways => [
  pod({ container: { image: `registry.invalid/app${tag}` } }),
  pod({ container: { image: `registry.invalid:5000/app${tag}` } }),
  null,
];
const annotated = (one: string, other: string): Ways =>
  podsOf<string>(
    (keys) => ({
      metadata: { name: 'api', annotations: Object.fromEntries(keys.map((key) => [key, 'localhost/x'])) },
    }),
    one,
    other,
  );
const localhost = (localhostProfile: string) => ({ type: 'Localhost', localhostProfile });
const seccomp = 'seccomp.security.alpha.kubernetes.io';

const ofRbac = 'rbac.authorization.k8s.io';
const group = { kind: 'Group', name: '0a7f0c1e-0000-4000-8000-000000000001' };
const rule = (apiGroup: string, resource: string, ...verbs: readonly string[]) => ({
  apiGroups: [apiGroup],
  resources: [resource],
  verbs,
});
const robot = { kind: 'ServiceAccount', name: 'robot', namespace: 'shop' };
type Rule = ReturnType<typeof rule>;
const role = (rules: readonly Rule[], labels: object = {}) => ({
  apiVersion: `${ofRbac}/v1`,
  kind: 'ClusterRole',
  metadata: { name: 'r', labels },
  rules,
});
const rights = (one: Rule, other: Rule): Ways =>
  ways<Rule>((rules) => objects(role(rules), bound('r', robot)), one, other);
const gathered = (one: Rule, other: Rule): Ways =>
  ways<Rule>((rules) => objects(role(rules, { [`${ofRbac}/aggregate-to-view`]: 'true' })), one, other);
const everyone = { kind: 'Group', name: 'system:authenticated' };
const hosted = ways<string>(
  (names) => objects(anIngress({ rules: names.map((host) => ({ host })) })),
  'a.example.com',
  'b.example.com',
);
const blocks = ways<string>(
  (cidrs) => objects(anEgressPolicy('odd', ...cidrs.map((each) => toBlock(each)))),
  '10.1.2.3/8',
  '10.9.2.3/16',
);
const azure = (one: object, other: object): Ways => [{ arm: one }, { arm: other }, null];
const windows = (upgradeSettings: object): LiveChanges => ({ pools: [aWindowsPool({ upgradeSettings })] });
const logs = (...categories: readonly string[]): LiveChanges => ({
  azure: {
    diagnosticSettings: categories.map((category) => ({
      properties: { logs: [{ category, enabled: true }] },
    })),
  },
});
const maintained = (channels: object): LiveChanges => ({
  arm: { autoUpgradeProfile: { upgradeChannel: 'none', nodeOsUpgradeChannel: 'None', ...channels } },
  azure: { maintenance: [] },
});
const patched = {
  'kubernetes.azure.com/live-patching-golden-timestamp': '2026-11-01T00:00:00Z',
  'kubernetes.azure.com/live-patching-current-timestamp': '2026-10-01T00:00:00Z',
};
const rebooting = { 'weave.works/kured-reboot-in-progress': '2026-11-01T00:00:00Z' };
const locked = (nodeID: string): LiveChanges => ({
  allObjects: goodObjects.filter((each) => !JSON.stringify(each).includes('kured')),
  objects: [
    aDaemonSet('kured', {
      annotations: {
        'weave.works/kured-node-lock': JSON.stringify({ nodeID, created: '2026-11-26T20:00:00Z', TTL: 0 }),
      },
    }),
  ],
});
const probing = (...probes: readonly string[]): LiveChanges => ({
  ...pod({
    container: Object.fromEntries(probes.map((each) => [each, { httpGet: { host: `${each}.example.com` } }])),
  }),
  serverMinor: 33,
  options: { targetMinor: 34 },
});
const restricted = ([one, other, both]: Ways): Ways => {
  const at = (each: LiveChanges): LiveChanges => ({ ...each, options: { pssLevel: 'restricted' } });
  return [at(one), at(other), both === null ? null : at(both)];
};
const limits = (...names: readonly string[]) =>
  pod({ container: { resources: { limits: Object.fromEntries(names.map((name) => [name, '1'])) } } });
const pools = (one: object, other: object): Ways => [
  { pools: [anAzurePool(one)] },
  { pools: [anAzurePool(other)] },
  null,
];

/** Controls that one object may violate in several ways. */
const several: Readonly<Record<string, readonly Ways[]>> = {
  'SB-POD-01': [
    added,
    mounted,
    ports,
    contexts({ privileged: true }, { procMount: 'Unmasked' }),
    contexts({ seLinuxOptions: { type: 'spc_t' } }, { seLinuxOptions: { type: 'super_t' } }, null),
    contexts(
      { seLinuxOptions: { user: 'u' } },
      { seLinuxOptions: { role: 'r' } },
      { seLinuxOptions: { user: 'u', role: 'r' } },
    ),
    contexts({ appArmorProfile: { type: 'Unconfined' } }, { seccompProfile: { type: 'Unconfined' } }),
    podsOf<string>(
      (names) => ({ spec: Object.fromEntries(names.map((each) => [each, true])) }),
      'hostPID',
      'hostIPC',
    ),
    podsOf<string>(
      (names) => ({ spec: { securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) } } }),
      'kernel.msgmax',
      'kernel.sem',
    ),
    podsOf<string>(
      (probes) => ({
        container: Object.fromEntries(
          probes.map((each) => [each, { httpGet: { host: `${each}.example.com` } }]),
        ),
      }),
      'livenessProbe',
      'readinessProbe',
    ),
  ],
  'SB-POD-02': [
    contexts(
      { allowPrivilegeEscalation: true },
      { privileged: true },
      { allowPrivilegeEscalation: true, privileged: true },
    ),
    contexts({ privileged: true }, adds('SYS_ADMIN')),
  ],
  'SB-POD-03': [
    contexts(
      { runAsNonRoot: true, runAsUser: 0 },
      { runAsNonRoot: false },
      { runAsNonRoot: false, runAsUser: 0 },
    ),
  ],
  'SB-POD-04': [
    added,
    contexts(adds('SYS_PTRACE'), { capabilities: {} }, { capabilities: { add: ['SYS_PTRACE'] } }),
  ],
  'SB-POD-05': [restricted(added), restricted(mounted)],
  'SB-POD-07': [
    contexts(
      { windowsOptions: { hostProcess: true } },
      { windowsOptions: { runAsUserName: 'ContainerAdministrator' } },
      null,
    ),
  ],
  'SB-POD-08': [ways<string>((probes) => probing(...probes), 'livenessProbe', 'readinessProbe')],
  'SB-POD-09': [mounted],
  'SB-POD-10': [mounted],
  'SB-POD-11': [ports],
  'SB-POD-12': [variables({ value: 'hunter2' })],
  'SB-POD-14': [
    variables({ valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }),
    podsOf<string>(
      (names) => ({ container: { envFrom: names.map((name) => ({ secretRef: { name } })) } }),
      'a',
      'b',
    ),
  ],
  'SB-WL-01': [[limits('memory'), limits('cpu'), limits()]],
  'SB-WL-03': [images(''), images(':latest')],
  'SB-WL-04': [images(':1')],
  'SB-WL-05': [images(':1')],
  'SB-WL-06': [
    [pod({ container: { livenessProbe: {} } }), pod({ container: { readinessProbe: {} } }), pod({})],
  ],
  'SB-NET-03': [
    podsOf<object>(
      (values) => ({ spec: Object.assign({}, ...values) }),
      { hostNetwork: true },
      { securityContext: { windowsOptions: { hostProcess: true } } },
    ),
  ],
  'SB-NET-05': [blocks],
  'SB-NET-06': [hosted],
  'SB-LSM-01': [
    [
      pod({ context: { appArmorProfile: { type: 'Unconfined' } } }),
      pod({
        metadata: {
          name: 'api',
          annotations: { 'container.apparmor.security.beta.kubernetes.io/main': 'odd' },
        },
      }),
      null,
    ],
  ],
  'SB-LSM-03': [
    contexts({ seccompProfile: localhost('a.json') }, { seccompProfile: localhost('b.json') }, null),
    contexts({ seccompProfile: localhost('a.json') }, { appArmorProfile: localhost('a') }),
  ],
  'SB-LSM-05': [annotated(`${seccomp}/pod`, `container.${seccomp}/main`)],
  'SB-ENT-01': [azure({ aadProfile: null }, { aadProfile: { managed: true, clientAppId: 'x' } })],
  'SB-ENT-06': [
    [objects(bound('cluster-admin', group)), objects(role([rule('*', '*', '*')]), bound('r', group)), null],
  ],
  'SB-ENT-07': [
    rights(rule('', 'nodes/proxy', 'get'), rule('', 'persistentvolumes', 'create')),
    rights(rule('apps', '*', 'get'), rule('batch', '*', 'get')),
    rights(rule('apps', '*', 'get'), rule('apps', '*', 'delete')),
    rights(rule('', 'nodes/proxy', 'get'), rule('', '*', 'list')),
  ],
  'SB-ENT-08': [[objects(bound('view', everyone)), objects(bound('edit', everyone)), null]],
  'SB-ENT-10': [[logs('kube-audit'), logs('guard'), logs()]],
  'SB-ENT-11': [rights(rule('', 'secrets', 'get'), rule('', 'serviceaccounts/token', 'create'))],
  'SB-ENT-12': [
    rights(rule('', 'pods/exec', 'create'), rule('', 'pods/attach', 'create')),
    rights(rule('apps', 'deployments', 'create'), rule('', 'pods/exec', 'create')),
  ],
  'SB-ENT-13': [gathered(rule('', 'secrets', 'get'), rule('', 'nodes/proxy', 'get'))],
  'SB-UPG-02': [pools({ currentOrchestratorVersion: '1.32.1' }, { currentOrchestratorVersion: '1.37.0' })],
  'SB-UPG-04': [
    [
      maintained({ upgradeChannel: 'patch' }),
      maintained({ nodeOsUpgradeChannel: 'NodeImage' }),
      maintained({ upgradeChannel: 'patch', nodeOsUpgradeChannel: 'NodeImage' }),
    ],
  ],
  'SB-OS-01': [
    azure(
      { autoUpgradeProfile: { upgradeChannel: 'patch', nodeOsUpgradeChannel: 'Unmanaged' } },
      { autoUpgradeProfile: { upgradeChannel: 'patch' } },
    ),
  ],
  'SB-OS-03': [
    ways<object>(
      (annotations) => objects(aNode('node-2', { annotations: Object.assign({}, ...annotations) })),
      rebooting,
      patched,
    ),
  ],
  'SB-OS-04': [[locked('node-1'), locked('node-9'), null]],
  'SB-WIN-03': [
    [
      windows({ drainTimeoutInMinutes: 10, nodeSoakDurationInMinutes: 10 }),
      windows({ drainTimeoutInMinutes: 60 }),
      windows({ drainTimeoutInMinutes: 10 }),
    ],
  ],
};

const notes = controls.filter(({ severity }) => severity === 'info').map(({ id }) => id);
/** Of clusters; what judges files alone has a test of its own. */
const ids = controls.map(({ id }) => id).filter((id) => id in broken && !notes.includes(id));
const everything: AuditScope = { controls: [], areas: [], namespaces: [], severity: null };

function judge(id: string, cluster: LiveChanges): Audit {
  return auditInScope(auditedLive(cluster), { ...everything, controls: [id] });
}

/** How many findings are new, and which violations are gone. */
function compare(before: Audit, after: Audit) {
  const { baseline, controls: left } = auditBeside(
    after,
    asBaseline(openFindings(before), auditLevels),
    everything,
  );
  const found = left.flatMap(({ evidence }) => evidence);
  return { new: found.filter(({ outcome }) => outcome !== 'info').length, gone: baseline.gone.length };
}

function changed(audit: Audit, change: (each: Evidence) => Evidence): Audit {
  return {
    ...audit,
    controls: audit.controls.map((each) => ({ ...each, evidence: each.evidence.map(change).toReversed() })),
  };
}

const reworded = (audit: Audit) =>
  changed(audit, (each) => ({ ...each, reason: 'in other words; and more, too' }));
const moved = (audit: Audit) => changed(audit, (each) => ({ ...each, paths: ['spec.elsewhere[7]'] }));
const nothing = { new: 0, gone: 0 };

describe('a known violation', () => {
  it.each(ids)('of %s is known where nothing changed but words, order and places', (id) => {
    const [first] = several[id] ?? [];
    const cluster = first?.[2] ?? first?.[0] ?? broken[id] ?? {};
    const audit = judge(id, cluster);
    expect(openFindings(audit).length).toBeGreaterThan(0);
    expect(compare(audit, judge(id, cluster))).toEqual(nothing);
    expect(compare(audit, reworded(audit))).toEqual(nothing);
    expect(compare(audit, moved(audit))).toEqual(nothing);
    expect(compare(audit, judge(id, {}))).toMatchObject({ new: 0 });
  });

  const cases = Object.entries(several).flatMap(([id, all]) => all.map((each, at) => ({ id, at, each })));

  it.each(cases)(
    'of $id ($at) is gone, and another one new, where they are exchanged',
    ({ id, each: [one, other] }) => {
      const [before, after] = [judge(id, one), judge(id, other)];
      for (const [a, b] of [
        [before, after],
        [after, before],
      ] as const) {
        const { new: isNew, gone } = compare(a, b);
        expect([isNew > 0, gone > 0]).toEqual([true, true]);
      }
    },
  );

  it.each(cases)('of $id ($at) stays known beside a new one', ({ id, each: [one, other, both] }) => {
    if (both === null) return;
    const [alone, joined] = [judge(id, one), judge(id, both)];
    expect(compare(alone, joined)).toMatchObject({ gone: 0 });
    expect(compare(alone, joined).new).toBeGreaterThan(0);
    expect(compare(joined, alone)).toMatchObject({ new: 0 });
    expect(compare(joined, alone).gone).toBeGreaterThan(0);
    expect(compare(joined, judge(id, other))).toMatchObject({ new: 0 });
  });
});
