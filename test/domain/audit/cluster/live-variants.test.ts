import { describe, expect, it } from 'vitest';
import { judgedLive } from '../../../builders/a-live-cluster.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { gist } from '../../../builders/an-audited-cluster.ts';

const labels = { app: 'web' };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { metadata: { labels }, spec: aPod().spec } },
};
const replicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web-1', namespace: 'shop', ownerReferences: [{ kind: 'Deployment', name: 'web' }] },
};
const running = (name: string, context: object = {}, spec: object = {}) =>
  aPod({
    metadata: {
      name,
      labels: { ...labels, 'pod-template-hash': name },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1' }],
    },
    context: { ...context },
    spec: { ...spec },
  });
const escalation = (...objects: readonly object[]) => judgedLive('SB-POD-02', { objects });

describe('a pod that runs', () => {
  it('is judged through its owner where it is as its template says', () => {
    const found = escalation(deployment, replicaSet, running('web-1-a'), running('web-1-b'));
    expect(gist(found)).toBe('PASS');
  });

  it('fails under the name of its owner where something made it worse, once for all alike', () => {
    const worse = { allowPrivilegeEscalation: true };
    const found = escalation(deployment, replicaSet, running('web-1-a', worse), running('web-1-b', worse));
    expect(gist(found)).toBe('FAIL Deployment/shop/web main');
  });

  it('fails with a container that was put in later', () => {
    const injected = { ephemeralContainers: [{ name: 'debugger', image: 'registry.invalid/shell:1' }] };
    const found = escalation(deployment, replicaSet, running('web-1-a', {}, injected));
    expect(gist(found)).toBe('FAIL Deployment/shop/web debugger');
  });

  it('stands for itself where what owned it is gone', () => {
    const found = escalation(running('web-1-a', { allowPrivilegeEscalation: true }));
    expect(gist(found)).toBe('FAIL Pod/shop/web-1-a main');
  });

  it.each([
    ['of a Deployment', [deployment, replicaSet]],
    ['whose owner is gone', []],
  ])('that cannot be read is unknown, never kept to the rule: one %s', (_, owners) => {
    const { status, undecided } = escalation(...owners, running('web-1-a', { privileged: 'true' }));
    expect([status, undecided[0]?.resource]).toEqual(['UNKNOWN', 'Pod/shop/web-1-a']);
  });

  it('is not judged where its node runs it of itself', () => {
    const mirrored = aPod({
      metadata: {
        name: 'static-node-1',
        namespace: 'default',
        annotations: { 'kubernetes.io/config.mirror': 'x' },
        ownerReferences: [{ kind: 'Node', name: 'node-1' }],
      },
      context: { allowPrivilegeEscalation: true },
    });
    expect(gist(escalation(mirrored))).toBe('PASS');
  });

  it('is not judged once it has ended', () => {
    const ended = { ...running('web-1-a', { allowPrivilegeEscalation: true }), status: { phase: 'Failed' } };
    expect(gist(escalation(deployment, replicaSet, ended))).toBe('PASS');
  });

  it('counts with its workload once', () => {
    const { evidence } = judgedLive('SB-POD-05', {
      objects: [deployment, replicaSet, running('web-1-a', { runAsUser: 0 })],
    });
    expect(evidence[0]?.reason).toBe('restricted denies 1 of 2 workloads');
  });
});
