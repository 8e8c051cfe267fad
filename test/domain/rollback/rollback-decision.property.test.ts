import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRollback, type UsedVersion } from '#domain/rollback/decide-rollback.ts';
import { rollbackWindowMs } from '#domain/rollback/rollback-window.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const version = fc.constantFrom('1.32.9', '1.33.5', '1.33.5', '1.34.1');
const image = fc.constantFrom(
  'AKSUbuntu-2204gen2containerd-202509.23.0',
  'AKSUbuntu-2204gen2containerd-202510.19.0',
);
/** Mostly as it has to be, so that most questions have a rollback. */
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const state = mostly('Succeeded', 'Failed', 'Canceled', 'Upgrading', 'Updating');

const pairs = fc.array(
  fc.record({
    version,
    nodeImageVersion: image,
    leftAt: fc.option(fc.integer({ min: now - rollbackWindowMs - 1000, max: now })),
  }) satisfies fc.Arbitrary<UsedVersion>,
  { minLength: 1, maxLength: 3 },
);

const question = fc
  .record({
    current: mostly('1.34.1', '1.33.5', '1.35.0'),
    back: mostly('1.33.5', '1.32.9', '1.34.1'),
    image,
    state,
    clusterState: state,
    upgradeChannel: mostly('none', 'patch'),
    nodeOSUpgradeChannel: mostly('None', 'NodeImage'),
    pairs,
    rolledBack: mostly(false, true),
  })
  .map(({ current, back, image, state, clusterState, pairs, rolledBack, ...channels }) => {
    const pool = aPool({
      name: 'np1',
      currentOrchestratorVersion: current,
      nodeImageVersion: image,
      provisioningState: state,
    });
    const cluster = aCluster({
      currentKubernetesVersion: '1.35.0',
      provisioningState: clusterState,
      pools: [pool],
      ...channels,
    });
    return { cluster, pool: 'np1', back, pairs, offers: null, rolledBack, now };
  });

describe('whatever Azure says, a pool that may go back', () => {
  it('goes to the version asked for, as a pair that Azure keeps, while nothing runs and no channel is on', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const verdict = decideRollback(asked);
        fc.pre(verdict.eligible);
        const { cluster } = asked;
        const kept = asked.pairs.find(
          (pair) => pair.version === verdict.version && pair.nodeImageVersion === verdict.nodeImageVersion,
        );
        expect(kept).toBeDefined();
        expect(verdict.version).toBe(asked.back);
        expect(asked.rolledBack).toBe(false);
        expect([cluster.upgradeChannel, cluster.nodeOSUpgradeChannel]).toEqual(['none', 'None']);
        expect(['Upgrading', 'Updating']).not.toContain(cluster.provisioningState);
        expect(['Upgrading', 'Updating']).not.toContain(cluster.pools[0]!.provisioningState);
      }),
    );
  });

  it('has time left, and none once that is over', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const verdict = decideRollback(asked);
        fc.pre(verdict.eligible && verdict.until !== null);
        const until = verdict.eligible ? verdict.until! : 0;
        expect(until).toBeGreaterThan(now);
        expect(decideRollback({ ...asked, now: until })).toMatchObject({
          eligible: false,
          refusals: [{ kind: 'too-late' }],
        });
      }),
    );
  });

  it('and is upgraded blue-green is in its final soak, paused; to any other a final soak means nothing', () => {
    const soak = fc.integer({ min: now - 1000, max: now + 1000 });
    fc.assert(
      fc.property(question, fc.option(soak), fc.boolean(), (asked, finalSoakUntil, isBlueGreen) => {
        const upgradeStrategy = isBlueGreen ? ('BlueGreen' as const) : ('Rolling' as const);
        const pools = asked.cluster.pools.map((pool) => ({ ...pool, upgradeStrategy }));
        const verdict = decideRollback({ ...asked, cluster: { ...asked.cluster, pools }, finalSoakUntil });
        if (!isBlueGreen) expect(verdict).toEqual(decideRollback(asked));
        if (!isBlueGreen || !verdict.eligible) return;
        expect(verdict.until).toBe(finalSoakUntil);
        expect(finalSoakUntil).toBeGreaterThan(now);
        expect(['Failed', 'Canceled']).toContain(pools[0]!.provisioningState);
      }),
    );
  });

  it('is refused with a reason or not at all', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const verdict = decideRollback(asked);
        expect(verdict.eligible || verdict.refusals.length > 0).toBe(true);
      }),
    );
  });
});
