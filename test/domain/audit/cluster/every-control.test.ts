import { describe, expect, it } from 'vitest';
import { auditCluster, type ControlStatus } from '#domain/audit/audit.ts';
import type { AuditedPart } from '#domain/audit/cluster/audited-part.ts';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import { whyNotAfter } from '#domain/audit/control/control-phases.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import { comparePosture } from '#domain/audit/posture/posture-difference.ts';
import { takeSnapshot } from '#domain/audit/posture/posture-snapshot.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import {
  aLiveReading,
  aRoleAssignment,
  auditedLive,
  goodObjects,
  judgedLive,
  type LiveChanges,
} from '../../../builders/a-live-cluster.ts';
import { aClusterwidePolicy } from '../../../builders/a-network-policy.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { aNamespace, anAzurePool, auditedAt, judged } from '../../../builders/an-audited-cluster.ts';
import { bound, broken } from '../../../builders/broken-clusters.ts';

const goneMariner = anAzurePool({
  osSku: 'CBLMariner',
  nodeImageVersion: 'AKSCBLMariner-V2gen2-202511.20.0',
});
const notes = controls.filter(({ severity }) => severity === 'info').map(({ id }) => id);
const facts = ['SB-LSM-03', 'SB-OS-05'];
/** Of clusters they judge nothing. */
const ofFiles = ['SB-WL-07'];
const ids = controls.map(({ id }) => id).filter((id) => !ofFiles.includes(id));
const judging = ids.filter((id) => !notes.includes(id));
const waivable = judging.filter((id) => !facts.includes(id));
const notTold = (part: AuditedPart): LiveReading['unread'] => [
  { part, resource: 'Cluster', permission: `read ${part}`, why: 'no', kind: 'not-allowed' },
];
const deviations: readonly ControlStatus[] = ['FAIL', 'WARN'];

describe('a cluster that runs and keeps every control', () => {
  it.each(ids)('passes %s', (id) => {
    expect(judgedLive(id)).toMatchObject({ id, status: 'PASS' });
  });
});

it.each(ofFiles)('%s judges files alone', (id) => {
  expect(judgedLive(id).status).toBe('NOT_APPLICABLE');
});

describe('one that breaks a control', () => {
  it('is there for each of them, and differs where it is more than a note', () => {
    expect(Object.keys(broken).toSorted()).toEqual(ids.toSorted());
    expect(judging.filter((id) => Object.keys(broken[id] ?? {}).length === 0)).toEqual([]);
  });

  it.each(judging)('does not pass %s, and the evidence says where and why', (id) => {
    const { status, evidence } = judgedLive(id, broken[id]);
    expect(deviations).toContain(status);
    expect(evidence[0]).toMatchObject({
      resource: expect.stringMatching(/^\w+(\/|$)/),
      reason: expect.stringMatching(/\w/),
    });
  });

  it.each(notes)('passes %s with a note', (id) => {
    expect(judgedLive(id, broken[id])).toMatchObject({ status: 'PASS', evidence: [{ severity: 'info' }] });
  });

  it.each(waivable)('has %s waived where it has an owner', (id) => {
    const waiver = aControlWaiver({ control: id });
    expect(judgedLive(id, { ...broken[id], waivers: [waiver] }).status).toBe('WAIVED');
    const late = { ...waiver, expires: '2026-11-26T00:00:00Z' };
    expect(deviations).toContain(judgedLive(id, { ...broken[id], waivers: [late] }).status);
  });

  it.each(facts)('never has %s waived: it breaks something', (id) => {
    const waivers = [aControlWaiver({ control: id }), aControlWaiver({ control: '*' })];
    expect(judgedLive(id, { ...broken[id], waivers }).status).toBe('FAIL');
  });
});

describe('what breaks a control between two audits of a campaign', () => {
  const given = { threshold: 'low' as const };
  /** Controls that are worse; a campaign audits without a target. */
  const worse = (changes: LiveChanges = {}) => {
    const inCampaign = (each: LiveChanges) => ({ ...each, options: { ...each.options, targetMinor: null } });
    const cluster = clusterOfLive(aLiveReading(), {
      arm: null,
      engine: null,
      targetMinor: null,
      pssMinor: null,
      pssLevel: null,
      now: auditedAt,
    });
    const before = takeSnapshot(auditedLive(inCampaign({})), cluster, given.threshold);
    const after = auditedLive(inCampaign(changes));
    return comparePosture(before, after, null, given).worse.map(({ control }) => control);
  };
  const holds = (id: string) => whyNotAfter(id) === null;

  it.each(judging.filter(holds))('holds the cluster by %s', (id) => {
    expect(worse(broken[id])).toContain(id);
  });

  it.each(judging.filter((id) => !holds(id)))('never holds it by %s', (id) => {
    expect(worse(broken[id])).not.toContain(id);
  });

  it.each(notes)('never holds it by the note %s', (id) => {
    expect(worse(broken[id])).not.toContain(id);
  });
});

describe('a part that is not read', () => {
  const rows = controls
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ id, needs }) => needs.map((part) => [id, part] as const));

  it('is there for each control', () => {
    expect([...new Set(rows.map(([id]) => id))]).toEqual(ids);
  });

  it.each(rows)('leaves %s unknown without %s, and names the right', (id, part) => {
    if (id === 'SB-UPG-01') return;
    const { status, undecided } = judgedLive(id, { unread: notTold(part) });
    expect([status, undecided[0]?.reason]).toEqual(['UNKNOWN', `requires permission to read ${part}: no`]);
  });

  const ended = 'support for 1.33 ended on 2026-07-31, unless the cluster has long-term support: ';
  it.each([
    [20, 'FAIL', '1.20 is out of support'],
    [33, 'UNKNOWN', `${ended}requires permission to read azure-cluster: no`],
    [35, 'PASS', undefined],
    [37, 'PASS', undefined],
  ] as const)(
    'does not keep the version of the API server from deciding: 1.%i',
    (serverMinor, expected, said) => {
      const { status, undecided, evidence, remediation } = judgedLive('SB-UPG-01', {
        serverMinor,
        arm: null,
        unread: notTold('azure-cluster'),
      });
      expect([status, [...evidence, ...undecided][0]?.reason]).toEqual([expected, said]);
      if (expected === 'UNKNOWN') expect(remediation).toContain('Grant permission to read azure-cluster');
    },
  );

  it.each([
    [20, 'FAIL', null],
    [
      33,
      'NOT_APPLICABLE',
      expect.stringContaining(
        `${ended}not read: Azure was not asked; --cluster NAME reads it, with Microsoft`,
      ),
    ],
    [35, 'PASS', null],
  ] as const)('is not asked for where Azure is not: 1.%i', (serverMinor, expected, why) => {
    const { status, notApplicable } = judgedLive('SB-UPG-01', { serverMinor, arm: null, azure: null });
    expect([status, notApplicable]).toEqual([expected, why]);
  });

  it('leaves the support unknown where no one says the version', () => {
    const reading = { ...aLiveReading({ arm: null, unread: notTold('azure-cluster') }), serverMinor: null };
    const options = {
      arm: null,
      engine: null,
      targetMinor: null,
      pssMinor: null,
      pssLevel: null,
      now: auditedAt,
    };
    const { controls: found } = auditCluster(clusterOfLive(reading, options));
    const { status, undecided } = found.find(({ id }) => id === 'SB-UPG-01')!;
    expect([status, undecided[0]?.reason]).toEqual([
      'UNKNOWN',
      'its version is unknown: requires permission to read azure-cluster: no',
    ]);
  });

  it('leaves all others as they are', () => {
    const { controls: found } = auditedLive({ unread: notTold('rbac') });
    expect(found.filter(({ status }) => status === 'UNKNOWN').map(({ id }) => id)).toEqual([
      'SB-ENT-05',
      'SB-ENT-06',
      'SB-ENT-07',
      'SB-ENT-08',
      'SB-ENT-11',
      'SB-ENT-12',
      'SB-ENT-13',
    ]);
  });

  it('does not hide what other pods break', () => {
    const changes = broken['SB-POD-01'];
    const { status, undecided } = judgedLive('SB-POD-01', { ...changes, unread: notTold('workloads') });
    expect([status, undecided.length]).toEqual(['FAIL', 1]);
  });

  it('never makes a namespace without a policy that was seen fail', () => {
    expect(
      judgedLive('SB-NET-02', { ...broken['SB-NET-02'], unread: notTold('network-policies') }).status,
    ).toBe('UNKNOWN');
  });
});

/** The parts of an audited cluster by the fields that they come in. */
const fieldsOfParts: Readonly<Record<string, readonly AuditedPart[]>> = {
  workloads: ['workloads'],
  namespaces: ['namespaces'],
  policies: ['network-policies'],
  rbac: ['rbac'],
  serviceAccounts: ['service-accounts'],
  entrances: ['ingresses'],
  loadBalancers: ['services'],
  arm: ['azure-cluster'],
};

describe('what a control needs', () => {
  it.each(controls.map((control) => [control.id, control] as const))(
    '%s: whatever it reads',
    (_, control) => {
      const seen = new Set<string>();
      const cluster = clusterOfLive(aLiveReading(broken[control.id]), {
        arm: null,
        engine: null,
        targetMinor: 37,
        pssMinor: null,
        pssLevel: null,
        now: auditedAt,
      });
      const watched = new Proxy(cluster, {
        get(target, field: keyof typeof cluster) {
          seen.add(field);
          return target[field];
        },
      });
      control.judge(watched);
      const missing = [...seen]
        .flatMap((field) => fieldsOfParts[field] ?? [])
        .filter((part) => !control.needs.includes(part));
      const optional: Readonly<Record<string, readonly AuditedPart[]>> = {
        // The API server says it, too.
        'SB-POD-08': ['azure-cluster'],
        // Only to name the cluster, or to see Windows without its pools.
        'SB-ENT-10': ['azure-cluster'],
        'SB-NODE-06': ['azure-cluster'],
        'SB-NET-05': ['workloads'],
      };
      expect(missing.filter((each) => !optional[control.id]?.includes(each))).toEqual([]);
    },
  );
});

describe('an object id that a binding names', () => {
  const id = '0A7F0C1E-0000-4000-8000-000000000009';
  const of = (principalType: string) =>
    judgedLive('SB-ENT-05', {
      objects: [bound('view', { kind: 'User', name: id })],
      azure: { roleAssignments: [aRoleAssignment({ principalId: id.toLowerCase(), principalType })] },
    }).status;

  it.each([
    ['a person', 'User', 'FAIL'],
    ['a program', 'ServicePrincipal', 'PASS'],
    ['of unknown owner', 'ForeignGroup', 'WARN'],
  ])('is that of %s where a role assignment says so', (_, type, status) => {
    expect(of(type)).toBe(status);
  });
});

describe('hazards', () => {
  it('need a target only where the version to come decides them', () => {
    const hazards = controls.filter(({ isHazard }) => isHazard === true).map(({ id }) => id);
    expect(hazards).toEqual(['SB-POD-08', 'SB-LSM-03', 'SB-UPG-05', 'SB-OS-05', 'SB-WIN-03', 'SB-NODE-06']);
    const { controls: found } = auditedLive({ options: { targetMinor: null } });
    expect(
      found
        .filter(({ notApplicable }) => notApplicable === 'no upgrade is planned (--target)')
        .map(({ id }) => id),
    ).toEqual(['SB-POD-08', 'SB-UPG-05']);
  });

  it.each([
    ['SB-LSM-03', 'high', 'medium'],
    ['SB-OS-05', 'high', 'medium'],
    ['SB-WIN-03', 'medium', 'low'],
    ['SB-NODE-06', 'medium', 'low'],
  ])('are found without a target, too, one step less severe: %s', (id, planned, unplanned) => {
    const changes = id === 'SB-OS-05' ? { pools: [goneMariner] } : broken[id];
    const [target, none] = [37, null].map((targetMinor) =>
      judgedLive(id, { ...changes, options: { ...changes?.options, targetMinor } }),
    );
    expect(deviations).toContain(none?.status);
    expect(none?.evidence).toEqual(target?.evidence.map((each) => ({ ...each, severity: unplanned })));
    expect(target?.evidence.map(({ severity }) => severity)).toEqual([planned]);
  });
});

it('what only a cluster that runs can tell does not apply to files', () => {
  const ofFiles = clusterOfLive(
    { ...aLiveReading(), azure: null, document: null },
    {
      arm: null,
      engine: 'calico',
      targetMinor: 37,
      pssMinor: 37,
      pssLevel: null,
      now: auditedAt,
    },
  );
  const { controls: found } = auditCluster({ ...ofFiles, live: null });
  const silent = found.filter(({ notApplicable }) => notApplicable === 'files do not show it');
  expect(silent.map(({ id }) => id)).toEqual([
    'SB-DEF-02',
    'SB-DEF-03',
    'SB-ENT-09',
    'SB-ENT-10',
    'SB-MT-01',
    'SB-UPG-04',
    'SB-UPG-05',
    'SB-OS-03',
    'SB-OS-04',
    'SB-NODE-06',
  ]);
});

describe('the namespace default, which every cluster has', () => {
  const theDefault = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } };
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'made' } };
  const allObjects = goodObjects.filter((each) => !/"default"/.test(JSON.stringify(each)));
  const finished = {
    ...aPod({ metadata: { name: 'old', namespace: 'default' } }),
    status: { phase: 'Succeeded' },
  };
  const odd = { ...aPod({ metadata: { name: 'odd', namespace: 'default' } }), spec: 5 };
  const told = (objects: readonly object[], unread: LiveReading['unread'] = []) =>
    ['SB-NET-02', 'SB-POD-06'].flatMap((id) =>
      judgedLive(id, { allObjects, objects, unread }).evidence.map(({ resource }) => `${id} ${resource}`),
    );

  it.each([
    ['is not judged while it is empty', [theDefault], []],
    ['is not judged for pods that have ended', [theDefault, finished], []],
    [
      'is judged once a pod lives in it',
      [theDefault, aPod({ metadata: { namespace: 'default' } })],
      ['SB-NET-02 Pod/default/web', 'SB-NET-02 Namespace/default', 'SB-POD-06 Namespace/default'],
    ],
    [
      'is judged where a pod in it is odd',
      [theDefault, odd],
      ['SB-NET-02 Namespace/default', 'SB-POD-06 Namespace/default'],
    ],
    ['is alone in that', [theDefault, made], ['SB-NET-02 Namespace/made', 'SB-POD-06 Namespace/made']],
  ] as const)('%s', (_, objects, expected) => {
    expect(told(objects)).toEqual(expected);
  });

  it('is judged where the pods are not read', () => {
    expect(told([theDefault], notTold('workloads'))).toContain('SB-NET-02 Namespace/default');
  });
});

describe('a network policy engine of the cluster itself', () => {
  const cilium = (namespace: string) => ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'cilium', namespace, labels: { 'k8s-app': 'cilium' } },
    spec: { template: { spec: { containers: [] } } },
  });
  const own = (networkProfile: object, namespace: string) =>
    judgedLive('SB-NET-01', { arm: { networkProfile }, objects: [cilium(namespace)] }).status;

  it.each([
    ['without a network of Azure', { networkPlugin: 'none', networkPolicy: 'none' }, 'PASS'],
    ["beside Azure's plugin", { networkPlugin: 'azure', networkPolicy: 'none' }, 'PASS'],
    [
      "is not Azure's dataplane without policies",
      { networkPlugin: 'azure', networkPolicy: 'none', networkDataplane: 'cilium' },
      'FAIL',
    ],
  ])('is found in any namespace: %s', (_, profile, status) => {
    expect(own(profile, 'cilium')).toBe(status);
    expect(own(profile, 'kube-system')).toBe(status);
    const ofFiles = (namespace: string) =>
      judged('SB-NET-01', { arm: { networkProfile: profile }, objects: [cilium(namespace)] }).status;
    expect([ofFiles('cilium'), ofFiles('kube-system')]).toEqual([status, status]);
  });

  it('is recognized in manifests without Azure, and judges by its policies', () => {
    const blocks = aClusterwidePolicy('block', {
      endpointSelector: {},
      egress: [{ toEntities: ['cluster'] }],
    });
    const objects = [aNamespace('shop'), aPod(), blocks];
    const both = (more: readonly object[]) =>
      ['SB-NET-01', 'SB-NET-02'].map((id) => judged(id, { objects: [...objects, ...more] }).status);
    expect(both([])).toEqual(['NOT_APPLICABLE', 'FAIL']);
    expect(both([cilium('cilium')])).toEqual(['PASS', 'PASS']);
    expect(judged('SB-NET-02', { objects: [...objects, cilium('cilium')], engine: 'calico' }).status).toBe(
      'FAIL',
    );
  });
});
