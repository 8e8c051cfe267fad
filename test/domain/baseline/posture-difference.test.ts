import { describe, expect, it } from 'vitest';
import type { Audit } from '#domain/baseline/audit.ts';
import { comparePosture, judgePosture } from '#domain/baseline/posture-difference.ts';
import type { ControlWaiver } from '#domain/baseline/waiver.ts';
import { anEgressPolicy, toBlock } from '../../support/a-network-policy.ts';
import { aPod } from '../../support/a-pod.ts';
import { aNamespace, audited, blocksFor } from '../../support/an-audited-cluster.ts';

const safe = [aNamespace('default'), aNamespace('shop'), aPod(), ...blocksFor('default', 'shop')];
const named = (name: string, context: Readonly<Record<string, unknown>>) =>
  aPod({ context, metadata: { name } });

const audit = (objects: readonly object[], waivers: readonly ControlWaiver[] = []) =>
  audited({ objects, waivers });

function changed(before: Audit, after: Audit) {
  const { worse, lost, better } = comparePosture(before, after);
  const told = (changes: typeof worse) => changes.map(({ control, resource }) => `${control} ${resource}`);
  return { worse: told(worse), lost: told(lost), better: told(better) };
}

const none = { worse: [], lost: [], better: [] };

describe('the posture after a change', () => {
  it('is no other where what failed before fails still, whatever words it has', () => {
    const before = [...safe, named('root', { capabilities: { drop: ['ALL'], add: ['NET_RAW'] } })];
    const after = [...safe, named('root', { capabilities: { drop: ['ALL'], add: ['SYS_TIME'] } })];
    expect(changed(audit(before), audit(after))).toEqual(none);
  });

  it('is no other where pods have been made anew under other names', () => {
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
    expect(changed(audit([...safe, owner, pod('db-a')]), audit([...safe, owner, pod('db-b')]))).toEqual(none);
  });

  it('is worse by what fails anew', () => {
    expect(changed(audit(safe), audit([...safe, named('root', { runAsUser: 0 })]))).toEqual({
      ...none,
      worse: ['SB-POD-03 Pod/shop/root'],
    });
  });

  it('is worse where the same weighs more', () => {
    const before = [...safe, named('root', { capabilities: {} })];
    const after = [...safe, named('root', { capabilities: { add: ['CAP_CHOWN'] } })];
    expect(changed(audit(before), audit(after)).worse).toContain('SB-POD-04 Pod/shop/root');
  });

  it('is better by what fails no more', () => {
    expect(changed(audit([...safe, named('root', { runAsUser: 0 })]), audit(safe))).toEqual({
      ...none,
      better: ['SB-POD-03 Pod/shop/root'],
    });
  });

  it('has lost what can no longer be told', () => {
    const odd = anEgressPolicy('odd', toBlock('::ffff:0:0/96'));
    expect(changed(audit(safe), audit([...safe, odd]))).toEqual({
      ...none,
      lost: ['SB-NET-02 Pod/shop/web', 'SB-NET-02 Namespace/shop'],
    });
  });

  it('is no other by what a waiver covers', () => {
    const waiver = {
      control: 'SB-POD-03',
      resource: null,
      reason: 'r',
      owner: 'shop',
      approver: 'security',
      expires: '2026-12-31T00:00:00Z',
    };
    const after = [...safe, named('root', { runAsUser: 0 })];
    expect(changed(audit(safe), audit(after, [waiver]))).toEqual(none);
  });
});

describe('the verdict over it', () => {
  const rooted = comparePosture(audit(safe), audit([...safe, named('root', { runAsUser: 0 })]));
  const lost = comparePosture(audit(safe), audit([...safe, anEgressPolicy('odd', toBlock('::ffff:0:0/96'))]));

  it('holds from the threshold on', () => {
    expect(judgePosture(rooted, 'medium').outcome).toBe('hold');
    expect(judgePosture(rooted, 'high')).toEqual({ outcome: 'pass' });
  });

  it('holds where evidence is lost, whatever it weighs', () => {
    expect(judgePosture(lost, 'critical').outcome).toBe('hold');
  });

  it('passes what the change itself disturbs', () => {
    expect(judgePosture(rooted, 'medium', ['SB-POD-03'])).toEqual({ outcome: 'pass' });
  });
});
