import { describe, expect, it } from 'vitest';
import { decideReach } from '#domain/audit/network/decide-reach.ts';
import { type NetworkPolicyEngine, readNetworkPolicies } from '#domain/audit/network/network-policies.ts';
import type { Subject } from '#domain/audit/network/subject.ts';
import {
  aClusterwidePolicy,
  aGlobalPolicy,
  aNetworkPolicy,
  theMetadataBlock,
} from '../../../builders/a-network-policy.ts';
import { calicoSituations } from './calico-policy-cases.ts';
import { ciliumSituations, kubernetesSituations } from './policy-cases.ts';

const pod: Subject = {
  namespace: 'shop',
  namespaceLabels: { 'kubernetes.io/metadata.name': 'shop', team: 'a' },
  labels: { app: 'web' },
  serviceAccount: 'default',
};

const nothing = 'no policy isolates its egress';

function reach(engine: NetworkPolicyEngine, objects: readonly object[], subject = pod): string {
  const { policies } = readNetworkPolicies(objects.map((each) => ({ ...each })));
  const { outcome, reason } = decideReach(engine, policies, subject);
  return outcome === 'blocked' ? outcome : `${outcome}: ${reason}`;
}

describe('policies of Kubernetes', () => {
  it.each(kubernetesSituations)('%s', (_, objects, said) => {
    for (const engine of ['azure', 'calico', 'cilium'] as const)
      expect(reach(engine, objects), engine).toBe(said);
  });

  it('mean nothing without an engine', () => {
    expect(reach('none', [theMetadataBlock()])).toBe('open: no network policy engine runs');
  });

  it('hold for the next pod without labels only where they select all pods', () => {
    const next = { ...pod, labels: {} };
    const ofWeb = aNetworkPolicy('web', {
      policyTypes: ['Egress'],
      podSelector: { matchLabels: { app: 'web' } },
    });
    expect(reach('calico', [ofWeb])).toBe('blocked');
    expect(reach('calico', [ofWeb], next)).toBe(`open: ${nothing}`);
    expect(reach('calico', [theMetadataBlock()], next)).toBe('blocked');
  });
});

describe('policies of Cilium', () => {
  const denyMetadata = { egressDeny: [{ toCIDR: ['169.254.169.254/32'] }] };
  const withoutDefault = { ...denyMetadata, enableDefaultDeny: { egress: false } };

  it.each(ciliumSituations)('%s', (_, objects, said) => {
    expect(reach('cilium', objects)).toBe(said);
  });

  it('mean nothing to other engines', () => {
    expect(reach('azure', [aClusterwidePolicy('deny', withoutDefault)])).toBe(`open: ${nothing}`);
  });
});

describe('policies of Calico', () => {
  it.each(calicoSituations)('%s', (_, objects, said) => {
    expect(reach('calico', objects)).toBe(said);
  });

  it('are the same by the API that people write them with', () => {
    const deny = aGlobalPolicy('deny', { order: 1, egress: [{ action: 'Deny' }] });
    expect(reach('calico', [{ ...deny, apiVersion: 'projectcalico.org/v3' }])).toBe('blocked');
  });
});
