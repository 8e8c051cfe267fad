import { describe, expect, it } from 'vitest';
import { auditCluster } from '#domain/audit/audit.ts';
import type { ObjectProposal } from '#domain/audit/hardening/proposal.ts';
import { proposeHardening } from '#domain/audit/hardening/propose-hardening.ts';
import { holder } from '#domain/audit/hardening/propose-kured-hold.ts';
import { undoCommand } from '#domain/audit/hardening/undo-command.ts';
import { decideKuredLock } from '#domain/reboot/kured-lock.ts';
import { aDaemonSet } from '../../../builders/a-live-cluster.ts';
import { anAuditedCluster, auditedAt } from '../../../builders/an-audited-cluster.ts';

const lockName = 'weave.works/kured-node-lock';
const hour = 3_600_000;
const at = (ms: number) => new Date(auditedAt + ms).toISOString();
const held = (nodeID: string, TTL = 0) => ({
  [lockName]: JSON.stringify({ nodeID, created: at(-hour), TTL }),
});

function proposed(objects: readonly object[], holdKuredMs: number | null = 8 * hour) {
  const cluster = {
    ...anAuditedCluster({ objects }),
    live: { serverMinor: 34, usage: null, azure: null },
  };
  return proposeHardening({
    cluster,
    audit: auditCluster(cluster),
    resourceId: null,
    controls: ['SB-OS-04'],
    namespaces: [],
    holdKuredMs,
  });
}

describe("a hold of kured's lock", () => {
  it('is the lock under a name of ours and with an end, that kured itself would keep to', () => {
    const [proposal] = proposed([aDaemonSet('kured')]);
    expect(proposal).toMatchObject({
      kind: 'apply',
      control: 'SB-OS-04',
      namespace: 'kube-system',
      why: `kured reboots no node until ${at(8 * hour)}`,
      object: { kind: 'DaemonSet', metadata: { name: 'kured', namespace: 'kube-system' } },
    });
    const { annotations } = (proposal as ObjectProposal).object.metadata as {
      readonly annotations: Readonly<Record<string, string>>;
    };
    const annotation = annotations[lockName]!;
    const asked = { annotation, concurrency: 1, owner: 'node-1', ttlMs: hour };
    expect(decideKuredLock({ ...asked, now: auditedAt + 7 * hour })).toEqual({
      state: 'held',
      by: holder,
      until: auditedAt + 8 * hour,
    });
    expect(decideKuredLock({ ...asked, now: auditedAt + 9 * hour })).toMatchObject({ state: 'take' });
  });

  it('is taken back by leaving the annotation away', () => {
    const [proposal] = proposed([aDaemonSet('kured')]);
    const { object } = proposal as ObjectProposal;
    expect(undoCommand(object, null)).toBe(`kubectl -n kube-system annotate daemonset kured ${lockName}-`);
  });

  it.each([
    ['a node holds it for good', held('node-1'), /^node-1 holds kured's lock, which never expires/],
    ['a node holds it for a time', held('node-1', 2 * hour * 1e6), /^node-1 holds kured's lock, until /],
    ['the annotation is no lock', { [lockName]: 'odd' }, /has no form of kured's lock/],
  ])('is refused where %s', (_, annotations, why) => {
    expect(proposed([aDaemonSet('kured', { annotations })])).toMatchObject([
      { kind: 'refuse', control: 'SB-OS-04', namespace: 'kube-system', why: expect.stringMatching(why) },
    ]);
  });

  it.each([
    ['it is ours already', held(holder, 2 * hour * 1e6)],
    ['the hold of another has ended', held('node-1', 1e6)],
  ])('is taken, or lengthened, where %s', (_, annotations) => {
    expect(proposed([aDaemonSet('kured', { annotations })])).toMatchObject([{ kind: 'apply' }]);
  });

  it('is not proposed unless it is asked for, nor where kured is not installed', () => {
    expect(proposed([aDaemonSet('kured')], null)).toEqual([]);
    expect(proposed([aDaemonSet('other')])).toEqual([]);
  });
});
