import { describe, expect, it } from 'vitest';
import { whyNoUpgrade } from '#domain/audit/cluster/present-minor.ts';
import { judgedLive, type LiveChanges } from '../../../builders/a-live-cluster.ts';
import { anAuditedCluster, anAzurePool, aWindowsPool } from '../../../builders/an-audited-cluster.ts';

const statusAt = (id: string, targetMinor: number, changes: LiveChanges = {}) =>
  judgedLive(id, { ...changes, options: { targetMinor } }).status;
const onUbuntu2404 = { pools: [anAzurePool({ osSku: 'Ubuntu2404' })] };
const onWindows2025 = { pools: [aWindowsPool({ osSku: 'Windows2025' })] };
const onUbuntu2204 = { pools: [anAzurePool({ osSku: 'Ubuntu2204' })] };

describe('a target beyond what is known', () => {
  it.each<readonly [what: string, id: string, changes: LiveChanges]>([
    ['what the Pod Security Standards will let in', 'SB-POD-08', {}],
    ['which APIs are gone by then', 'SB-UPG-05', {}],
    ['whether AKS offers a system by then', 'SB-OS-05', {}],
    ['whether it offers a Windows by then', 'SB-WIN-02', onWindows2025],
  ])('leaves %s unknown', (_, id, changes) => {
    expect([37, 99, Number.POSITIVE_INFINITY].map((minor) => statusAt(id, minor, changes))).toEqual([
      'PASS',
      'UNKNOWN',
      'UNKNOWN',
    ]);
  });

  it('says how far it is known', () => {
    const told = ['SB-POD-08', 'SB-UPG-05', 'SB-OS-05'].map(
      (id) => judgedLive(id, { options: { targetMinor: 99 } }).undecided[0]?.reason,
    );
    expect(told).toEqual(Array.from(told, () => expect.stringContaining('1.37')));
  });

  it('is known as far as AKS has said of a system, and fails beyond its end', () => {
    expect([38, 39].map((minor) => statusAt('SB-OS-05', minor, onUbuntu2404))).toEqual(['PASS', 'FAIL']);
    expect(statusAt('SB-OS-05', 99, onUbuntu2204)).toBe('FAIL');
  });
});

describe('a target and the version that runs', () => {
  const at = (targetMinor: number | null) => whyNoUpgrade(anAuditedCluster({ arm: {}, targetMinor }));

  it('leaves alone what is at the version or above it, and what is unknown', () => {
    expect([at(36), at(37), at(null), whyNoUpgrade(anAuditedCluster({ targetMinor: 30 }))]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('says that no upgrade leads to a lower one', () => {
    expect(at(35)).toBe("the target 1.35 is below the cluster's 1.36, and Kubernetes cannot be downgraded");
  });
});
