import { describe, expect, it } from 'vitest';
import { gitOpsOwner } from '#domain/audit/hardening/gitops-owner.ts';
import { needsMetadata } from '#domain/audit/hardening/needs-metadata.ts';
import { undoCommand } from '#domain/audit/hardening/undo-command.ts';

describe('who would put an object back', () => {
  it.each<[string, object, string | null]>([
    ['Flux, by its label', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } }, 'Flux'],
    ['Argo CD, by its annotation', { annotations: { 'argocd.argoproj.io/tracking-id': 'x' } }, 'Argo CD'],
    ['Argo CD, by its manager', { managedFields: [{ manager: 'argocd-controller' }] }, 'Argo CD'],
    ['Helm, by its release', { annotations: { 'meta.helm.sh/release-name': 'web' } }, 'Helm'],
    ['Azure, by ARM', { labels: { 'kubernetes.azure.com/managedByArm': 'true' } }, 'Azure'],
    [
      'none, where it was written by hand',
      { labels: { team: 'shop' }, managedFields: [{ manager: 'kubectl' }] },
      null,
    ],
  ])('%s', (_what, metadata, owner) => {
    expect(gitOpsOwner({ metadata })).toBe(owner);
  });
});

describe('pods that look as if they needed the metadata address', () => {
  const pod = (name: string, metadata: object, env: readonly object[] = []) => ({
    metadata: { namespace: 'shop', name, ...metadata },
    spec: { containers: [{ env }] },
  });
  const asks = [{ name: 'AZURE_CLIENT_ID', value: 'x' }];

  it.each<[string, object, boolean]>([
    ['name a client without workload identity', pod('a', {}, asks), true],
    ['are bound by aad-pod-identity', pod('a', { labels: { aadpodidbinding: 'x' } }), true],
    [
      'not with workload identity',
      pod('a', { labels: { 'azure.workload.identity/use': 'true' } }, asks),
      false,
    ],
    ['not without a client', pod('a', {}, [{ name: 'PORT' }]), false],
  ])('%s', (_what, given, needs) => {
    expect(needsMetadata([{ ...given }])).toEqual(needs ? ['shop/a'] : []);
  });

  it('are named, a few of many', () => {
    const many = Array.from({ length: 8 }, (_, index) => pod(`p${index}`, {}, asks));
    expect(needsMetadata(many)).toEqual(['shop/p0', 'shop/p1', 'shop/p2', 'shop/p3', 'shop/p4', '3 more']);
  });
});

describe('the command that takes it back', () => {
  it('deletes a policy', () => {
    const applied = { kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'shop' } };
    expect(undoCommand(applied, null)).toBe('kubectl -n shop delete networkpolicy p');
  });

  it('gives labels their values back, or takes them off', () => {
    const applied = { kind: 'Namespace', metadata: { name: 'shop', labels: { a: '1', b: '2' } } };
    const before = { metadata: { labels: { a: '0' } } };
    expect(undoCommand(applied, before)).toBe('kubectl label namespace shop --overwrite a=0 b-');
  });
});
