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

const megabyte = 1024 * 1024;

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

  it('holds its manifests and hooks, packed or, long ago, not', async () => {
    const json = JSON.stringify(stored);
    const allowance = { left: 1_000 };
    await expect(toHelmRelease(secret(base64(base64(gzipSync(json)))), allowance)).resolves.toEqual(read);
    await expect(toHelmRelease(secret(base64(base64(json))), allowance)).resolves.toEqual(read);
    expect(allowance.left).toBe(1_000 - 2 * json.length);
  });

  it.each([
    ['nothing', ''],
    ['half of a packed text', base64(base64(gzipSync(JSON.stringify(stored)).subarray(0, 40)))],
    ['no JSON', base64(base64('{'))],
  ])('is named, and nothing of it told, where it holds %s', async (_, release) => {
    await expect(toHelmRelease(secret(release), { left: 1 })).resolves.toEqual({
      secret: 'shop/web.v3',
      why: 'what Helm stored there is damaged',
    });
  });

  it('is not read beyond 8 MB, which it takes of what a cluster may take', async () => {
    const allowance = { left: 0 };
    const bomb = secret(base64(base64(gzipSync(Buffer.alloc(64 * megabyte)))));
    await expect(toHelmRelease(bomb, allowance)).resolves.toEqual({
      secret: 'shop/web.v3',
      why: 'the release unpacks to more than 8 MB',
    });
    expect(allowance.left).toBe(-8 * megabyte);
  });
});
