import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toHelmRelease } from '#gateways/kubernetes/removal/to-helm-release.ts';
import { toLiveObject } from '#gateways/kubernetes/removal/to-live-object.ts';

const applied = (text: string) =>
  toLiveObject('Ingress', {
    metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': text } },
  }).lastApplied;

describe('the metadata of an object', () => {
  it('say who wrote it, through which version and when', () => {
    const managedFields = [
      { manager: 'helm', apiVersion: 'networking.k8s.io/v1', time: '2026-11-20T12:00:00Z' },
      { manager: 'old', apiVersion: 'networking.k8s.io/v1beta1' },
      { manager: 'controller', apiVersion: 'networking.k8s.io/v1', subresource: 'status' },
      { manager: 'broken' },
    ];
    expect(toLiveObject('Ingress', { metadata: { name: 'web', namespace: 'shop', managedFields } })).toEqual({
      kind: 'Ingress',
      namespace: 'shop',
      name: 'web',
      lastApplied: null,
      who: [],
      writes: [
        {
          manager: 'helm',
          apiVersion: 'networking.k8s.io/v1',
          at: Date.parse('2026-11-20T12:00:00Z'),
          isOfSubresource: false,
        },
        { manager: 'old', apiVersion: 'networking.k8s.io/v1beta1', at: 0, isOfSubresource: false },
        { manager: 'controller', apiVersion: 'networking.k8s.io/v1', at: 0, isOfSubresource: true },
      ],
    });
    expect(toLiveObject('Ingress', {})).toMatchObject({ namespace: null, name: '', writes: [] });
  });

  it.each([
    ['{"apiVersion":"networking.k8s.io/v1beta1","kind":"Ingress"}', 'networking.k8s.io/v1beta1', 'Ingress'],
    ['{ "kind": "Other", "apiVersion": "example.com/v1" }', 'example.com/v1', 'Other'],
  ])('say as what it was last applied: %s', (text, apiVersion, kind) => {
    expect(applied(text)).toEqual({ apiVersion, kind });
  });

  it.each(['', 'null', '{', '[]', '{"kind":"Ingress"}'])('say nothing by the annotation %j', (text) => {
    expect(applied(text)).toBeNull();
  });
});

describe('the secret of a Helm release', () => {
  const base64 = (data: string | Buffer) => Buffer.from(data).toString('base64');
  const secret = (release: string) => ({
    metadata: { namespace: 'shop', name: 'web.v3' },
    data: { release },
  });
  const stored = {
    name: 'web',
    namespace: 'shop',
    version: 3,
    manifest: 'kind: A\n',
    hooks: [{ manifest: 'kind: B\n' }],
  };
  const read = { namespace: 'shop', name: 'web', revision: 3, manifests: 'kind: A\n\n---\nkind: B\n' };

  it('holds its manifests and hooks, packed or, long ago, not', () => {
    const json = JSON.stringify(stored);
    expect(toHelmRelease(secret(base64(base64(gzipSync(json)))))).toEqual(read);
    expect(toHelmRelease(secret(base64(base64(json))))).toEqual(read);
  });

  it.each([
    ['nothing', ''],
    ['half of a packed text', base64(base64(gzipSync(JSON.stringify(stored)).subarray(0, 40)))],
    ['no JSON', base64(base64('{'))],
    ['more text than a release can be', base64(base64(gzipSync(Buffer.alloc(65 * 1024 * 1024))))],
  ])('is named, and nothing of it told, where it holds %s', (_, release) => {
    expect(toHelmRelease(secret(release))).toBe('shop/web.v3');
  });
});
