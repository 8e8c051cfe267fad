import { describe, expect, it } from 'vitest';
import { auditCluster } from '#domain/audit/audit.ts';
import type { Severity } from '#domain/audit/control/control.ts';
import { checkBaseline } from '#domain/preflight/cluster/check-security-controls.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { anEgressPolicy, toBlock } from '../../../builders/a-network-policy.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { aNamespace, anAuditedCluster, blocksFor, type Given } from '../../../builders/an-audited-cluster.ts';

const safe = [aNamespace('default'), aNamespace('shop'), aPod(), ...blocksFor('default', 'shop')];
const onTheHost = aPod({ spec: { hostNetwork: true }, metadata: { name: 'host' } });

const preflightFindings = (given: Given, threshold: Severity = 'high') =>
  checkBaseline(auditCluster(anAuditedCluster(given), given.waivers), { name: 'aks-1', threshold }).map(
    ({ level, what, evidence }) => `${level} ${what} (${evidence.join(', ')})`,
  );

const waive = (control: string) => aControlWaiver({ control });

describe('the security baseline, in the preflight', () => {
  it('is not spoken of where nothing fails', () => {
    expect(preflightFindings({ objects: safe })).toEqual([]);
  });

  it('blocks by the controls that fail by the threshold or more, in one sentence', () => {
    expect(preflightFindings({ objects: [...safe, onTheHost] })).toEqual([
      'blocker 2 security controls fail (SB-NET-03, SB-POD-01)',
    ]);
    expect(preflightFindings({ objects: [...safe, aPod({ context: { runAsUser: 0 } })] })).toEqual([]);
  });

  it('does not block by what is waived', () => {
    const waivers = [waive('SB-NET-03')];
    expect(preflightFindings({ objects: [...safe, onTheHost], waivers })).toEqual([
      'blocker 1 security control fails (SB-POD-01)',
    ]);
  });

  it('says what cannot be determined', () => {
    const odd = anEgressPolicy('odd', toBlock('::ffff:0:0/96'));
    expect(preflightFindings({ objects: [...safe, odd] })).toEqual([
      'unknown unknown: 1 security control (SB-NET-02)',
    ]);
  });
});
