import { describe, expect, it } from 'vitest';
import { auditCluster } from '#domain/audit/audit.ts';
import type { Severity } from '#domain/audit/control/control.ts';
import { closeReport, comparePosture } from '#domain/audit/posture/posture-difference.ts';
import {
  figuresOf,
  mostKept,
  type PostureSnapshot,
  takeSnapshot,
} from '#domain/audit/posture/posture-snapshot.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { anEgressPolicy, toBlock } from '../../../builders/a-network-policy.ts';
import { aPod } from '../../../builders/a-pod.ts';
import {
  aNamespace,
  anAuditedCluster,
  anAzureCluster,
  anAzurePool,
  auditedAt,
  blocksFor,
  type Given,
} from '../../../builders/an-audited-cluster.ts';

const safe = [aNamespace('default'), aNamespace('shop'), aPod(), ...blocksFor('default', 'shop')];
const named = (name: string, context: Readonly<Record<string, unknown>>) =>
  aPod({ context, metadata: { name } });
const rooted = named('root', { runAsUser: 0 });
const untellable = anEgressPolicy('odd', toBlock('::ffff:0:0/96'));

const aWaiver = (expires: string) => aControlWaiver({ expires });

function snapshotOf(given: Given, threshold: Severity = 'medium'): PostureSnapshot {
  const cluster = anAuditedCluster(given);
  return takeSnapshot(auditCluster(cluster, given.waivers), cluster, threshold);
}

function compared(before: Given, after: Given, threshold: Severity = 'medium') {
  const cluster = anAuditedCluster(after);
  const audit = auditCluster(cluster, after.waivers);
  return comparePosture(snapshotOf(before, threshold), audit, cluster.arm, { threshold });
}

/** "SB-POD-03 Pod/shop/root" */
function changed(before: Given, after: Given, threshold?: Severity) {
  const { worse, lost, better } = compared(before, after, threshold);
  const told = (changes: typeof worse) => changes.map(({ control, resource }) => `${control} ${resource}`);
  return { worse: told(worse), lost: told(lost), better };
}

const none = { worse: [], lost: [], better: 0 };

const with_ = (...add: readonly string[]) => ({
  objects: [...safe, named('root', { capabilities: { drop: ['ALL'], add } })],
});

describe('the posture after a change', () => {
  it('is no other where what failed before fails still, whatever words it has', () => {
    expect(changed(with_('NET_RAW'), with_('NET_RAW'))).toEqual(none);
    expect(changed(with_('NET_RAW', 'SYS_TIME'), with_('SYS_TIME'))).toEqual(none);
    expect(changed(with_('NET_RAW', 'SYS_TIME'), with_('SYS_TIME', 'NET_RAW'))).toEqual(none);
  });

  it.each([[['SYS_TIME']], [['NET_RAW', 'SYS_TIME']]])(
    'is worse by another violation of the same container: %j',
    (after) => {
      expect(changed(with_('NET_RAW'), with_(...after)).worse).toEqual([
        'SB-POD-01 Pod/shop/root',
        'SB-POD-04 Pod/shop/root',
      ]);
    },
  );

  it('is no other where pods have been recreated under other names', () => {
    const pod = (name: string) =>
      aPod({
        context: { runAsUser: 0 },
        metadata: { name, ownerReferences: [{ kind: 'StatefulSet', name: 'db' }] },
      });
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'shop' },
      spec: { template: { metadata: {}, spec: pod('x').spec } },
    };
    const run = (name: string) => ({ objects: [...safe, owner, pod(name)] });
    expect(changed(run('db-a'), run('db-b'))).toEqual(none);
  });

  it('is worse by what fails anew', () => {
    expect(changed({ objects: safe }, { objects: [...safe, rooted] })).toEqual({
      ...none,
      worse: ['SB-POD-03 Pod/shop/root'],
    });
  });

  it('is worse where the same weighs more, though it weighed enough before', () => {
    const before = { objects: [...safe, named('root', { capabilities: {} })] };
    const after = { objects: [...safe, named('root', { capabilities: { add: ['CAP_CHOWN'] } })] };
    expect(changed(before, after, 'low').worse).toContain('SB-POD-04 Pod/shop/root');
  });

  it('is better by what fails no more', () => {
    expect(changed({ objects: [...safe, rooted] }, { objects: safe })).toEqual({ ...none, better: 1 });
  });

  it('is no other by what weighs less than the threshold', () => {
    expect(changed({ objects: safe }, { objects: [...safe, rooted] }, 'high')).toEqual(none);
  });

  it('has lost what can no longer be determined, whatever it weighs', () => {
    expect(changed({ objects: safe }, { objects: [...safe, untellable] }, 'critical')).toEqual({
      ...none,
      lost: ['SB-NET-02 Pod/shop/web', 'SB-NET-02 Namespace/shop'],
    });
  });

  it('has lost nothing that could not be determined before either', () => {
    expect(changed({ objects: [...safe, untellable] }, { objects: [...safe, untellable] })).toEqual(none);
  });

  it('is lost, not worse, where a part of the cluster can no longer be read', () => {
    const unread = {
      part: 'workloads' as const,
      resource: 'Cluster',
      permission: 'list deployments.apps',
      why: 'forbidden',
      kind: 'kubernetes-refused' as const,
    };
    const before = { objects: safe };
    const partly = { ...anAuditedCluster({ objects: [...safe, rooted] }), unread: [unread] };
    const difference = comparePosture(snapshotOf(before), auditCluster(partly), null, {
      threshold: 'medium',
    });
    expect(difference.worse).toEqual([]);
    expect(difference.lost.map(({ resource }) => resource)).toContain('Cluster');
    const neverTold = takeSnapshot(auditCluster(partly), partly, 'medium');
    expect(comparePosture(neverTold, auditCluster(partly), null, { threshold: 'medium' })).toMatchObject({
      worse: [],
      lost: [],
    });
  });

  it('is no other by what the calendar and the upgrade itself change', () => {
    const older = { nodeImageVersion: 'AKSUbuntu-2404gen2containerd-202601.20.0' };
    const behind = { currentOrchestratorVersion: '1.30.1' };
    const pools = [anAzurePool({ ...older, ...behind })];
    expect(
      changed({ arm: {} }, { arm: { autoUpgradeProfile: { nodeOsUpgradeChannel: 'NodeImage' } }, pools }),
    ).toEqual(none);
  });

  it('is no other by a control that did not exist before', () => {
    const before = { ...snapshotOf({ objects: safe }), controls: ['SB-NET-02'] };
    const cluster = anAuditedCluster({ objects: [...safe, rooted] });
    const { worse } = comparePosture(before, auditCluster(cluster), null, { threshold: 'medium' });
    expect(worse).toEqual([]);
  });
});

describe('a waiver', () => {
  it('covers what is new', () => {
    const after = { objects: [...safe, rooted], waivers: [aWaiver('2026-12-31T00:00:00Z')] };
    expect(changed({ objects: safe }, after)).toEqual(none);
  });

  it('that has ended covers nothing that is new', () => {
    const after = { objects: [...safe, rooted], waivers: [aWaiver('2026-11-26T00:00:00Z')] };
    expect(changed({ objects: safe }, after).worse).toEqual(['SB-POD-03 Pod/shop/root']);
  });

  it('that ends meanwhile makes nothing new of what was there', () => {
    const before = { objects: [...safe, rooted], waivers: [aWaiver('2026-12-31T00:00:00Z')] };
    const after = { objects: [...safe, rooted], waivers: [aWaiver('2026-11-26T00:00:00Z')] };
    expect(changed(before, after)).toEqual(none);
  });
});

describe('a setting of Azure', () => {
  const reasons = (before: Given, after: Given, threshold: Severity = 'high') =>
    compared(before, after, threshold).worse.map(({ resource, reason }) => `${resource}: ${reason}`);

  it('that was dropped is worse, also where no control fails by it', () => {
    const { podLinkLocalAccess: _, ...kept } = networkOf();
    expect(reasons({ arm: {} }, { arm: { networkProfile: kept } })).toEqual([
      'ManagedCluster/aks-1: networkProfile.podLinkLocalAccess was None and is not set',
    ]);
  });

  const dropped = { arm: { disableLocalAccounts: false } };

  it('that was dropped is reported once, by the control that fails by it, with what it was and is', () => {
    expect(reasons({ arm: {} }, dropped)).toEqual([
      'ManagedCluster/aks-1: disableLocalAccounts was true and is false',
    ]);
    expect(changed({ arm: {} }, dropped, 'high').worse).toEqual(['SB-ENT-02 ManagedCluster/aks-1']);
  });

  it('that was dropped is no loss where a waiver covers the control that fails by it', () => {
    const waivers = [{ ...aWaiver('2026-12-31T00:00:00Z'), control: 'SB-ENT-02' }];
    expect(reasons({ arm: {} }, { ...dropped, waivers })).toEqual([]);
    const ended = [{ ...aWaiver('2026-11-26T00:00:00Z'), control: 'SB-ENT-02' }];
    expect(reasons({ arm: {} }, { ...dropped, waivers: ended })).toHaveLength(1);
  });

  it('of a pool counts likewise', () => {
    const pools = [anAzurePool({ enableFIPS: true })];
    expect(reasons({ arm: {}, pools }, { arm: {} })).toEqual([
      'AgentPool/np1: enableFIPS was true and is not set',
    ]);
  });

  it('that was off before may stay off', () => {
    const off = { arm: { disableLocalAccounts: false, networkProfile: { networkPolicy: 'none' } } };
    expect(reasons(off, off)).toEqual([]);
  });

  it('of a pool that is gone is no loss', () => {
    const pools = [anAzurePool(), anAzurePool({ name: 'np2', enableFIPS: true })];
    expect(reasons({ arm: {}, pools }, { arm: {} })).toEqual([]);
  });

  it('is not missed where Azure does not tell any more', () => {
    expect(reasons({ arm: {} }, {})).toEqual([]);
  });
});

describe('a snapshot', () => {
  const many = (count: number, name: string) => ({
    objects: [
      ...safe,
      ...Array.from({ length: count }, (_, index) => named(`${name}${index}`, { runAsUser: 0 })),
    ],
  });

  it('stays small, however much deviates', () => {
    const { known, first, counts } = snapshotOf(many(mostKept + 5, 'p'));
    expect(known).toHaveLength(mostKept * 8);
    expect(first).toHaveLength(5);
    expect(counts.medium).toBeGreaterThan(mostKept);
  });

  it('that does not hold everything holds a cluster only where more fails than before', () => {
    const count = mostKept + 5;
    expect(compared(many(count, 'p'), many(count, 'q')).worse).toEqual([]);
    expect(compared(many(count, 'p'), many(count + 1, 'q')).worse.length).toBeGreaterThan(0);
  });

  it('is alike for clusters that are', () => {
    expect(snapshotOf({ objects: [...safe, rooted] }).digest).toBe(
      snapshotOf({ objects: [rooted, ...safe] }).digest,
    );
    expect(snapshotOf({ objects: safe }).digest).not.toBe(snapshotOf({ objects: [...safe, rooted] }).digest);
  });
});

describe('the report of a comparison', () => {
  it('has numbers and the first few in words', () => {
    const cluster = anAuditedCluster({
      objects: [...safe, ...Array.from({ length: 9 }, (_, index) => named(`p${index}`, { runAsUser: 0 }))],
    });
    const audit = auditCluster(cluster);
    const before = snapshotOf({ objects: safe });
    const difference = comparePosture(before, audit, null, { threshold: 'medium' });
    const { worse, after } = closeReport(before, figuresOf(audit, auditedAt), difference, []);
    expect(worse.count).toBe(9);
    expect(worse.first).toHaveLength(5);
    expect(worse.first[0]).toMatch(/^SB-POD-03 \(medium\) Pod\/shop\/p0 main: /);
    expect(after?.counts).toEqual({ medium: 9 });
  });
});

function networkOf(): Readonly<Record<string, unknown>> {
  return (anAzureCluster() as { networkProfile: Readonly<Record<string, unknown>> }).networkProfile;
}
