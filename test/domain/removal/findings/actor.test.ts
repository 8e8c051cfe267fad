import { describe, expect, it } from 'vitest';
import { actorsOf, joinActors } from '#domain/removal/findings/actor.ts';

describe('who has to change an object', () => {
  it('is known by its labels, before its annotations, before the application it is a part of', () => {
    const application = { 'app.kubernetes.io/part-of': 'shop' };
    const owner = (labels: object, annotations: object) =>
      actorsOf({ ...labels }, { ...annotations })[0]?.name;
    expect(owner({ team: 'pay', ...application }, { owner: 'ops' })).toBe('pay');
    expect(owner(application, { owner: 'ops' })).toBe('ops');
    expect(owner(application, {})).toBe('shop');
    expect(actorsOf({ team: 3 }, {})).toEqual([]);
  });

  it.each([
    [
      'Helm release shop/web',
      {},
      { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' },
    ],
    [
      'Flux Kustomization flux-system/apps',
      { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
      {},
    ],
    [
      'Flux HelmRelease shop/web',
      { 'helm.toolkit.fluxcd.io/name': 'web', 'helm.toolkit.fluxcd.io/namespace': 'shop' },
      {},
    ],
    [
      'Argo CD Application shop',
      {},
      { 'argocd.argoproj.io/tracking-id': 'shop:policy/PodDisruptionBudget:shop/web' },
    ],
    ['Argo CD Application shop', { 'argocd.argoproj.io/instance': 'shop' }, {}],
  ])('is %s by what its tool leaves there', (name, labels, annotations) => {
    expect(actorsOf(labels, annotations)).toEqual([{ as: 'delivery', name }]);
  });

  it('is listed once', () => {
    const helm = { as: 'writer', name: 'helm' } as const;
    expect(joinActors([helm], [helm, { as: 'client', name: 'helm' }])).toEqual([
      helm,
      { as: 'client', name: 'helm' },
    ]);
  });
});
