import { describe, expect, it } from 'vitest';
import { judgeApiService } from '#domain/removal/extensions/judge-api-service.ts';
import { judgeDefinition } from '#domain/removal/extensions/judge-definition.ts';
import { judgeRole } from '#domain/removal/extensions/judge-role.ts';
import { judgeWebhooks } from '#domain/removal/extensions/judge-webhook.ts';
import { judgeInventory } from '#domain/removal/objects/judge-inventory.ts';

type Fields = Readonly<Record<string, unknown>>;
const told = (notes: readonly { severity: string; feature: { id: string }; evidence: string }[]) =>
  notes.map(({ severity, feature, evidence }) => `${severity} ${feature.id}: ${evidence}`);

describe('an inventory', () => {
  const metadata = { name: 'apps', namespace: 'flux-system', labels: { team: 'web' } };
  const kustomization = (...entries: readonly object[]): Fields => ({
    metadata,
    status: { inventory: { entries } },
  });
  const flux = (object: Fields, minor = 25) => judgeInventory('Kustomization', object, minor, 'gate');

  it('of Flux blocks for what it still delivers in a version that is gone, named as it is', () => {
    const object = kustomization({ id: 'shop_web_policy_PodDisruptionBudget', v: 'v1beta1' });
    expect(flux(object)).toMatchObject([
      {
        severity: 'BLOCK',
        apiVersion: 'policy/v1beta1',
        kind: 'PodDisruptionBudget',
        namespace: 'shop',
        name: 'web',
        source: 'inventory',
        location: 'Kustomization/flux-system/apps',
        evidence: 'Flux Kustomization flux-system/apps delivers it as policy/v1beta1',
        who: [
          { as: 'delivery', name: 'Flux Kustomization flux-system/apps' },
          { as: 'owner', name: 'web' },
        ],
        aks: { stops: 'no' },
      },
    ]);
    expect(flux(object, 24)).toMatchObject([{ severity: 'WARN' }]);
  });

  it.each([
    ['a cluster-wide object', '_fast_storage.k8s.io_StorageClass', [null, 'fast']],
    [
      'a name with underscores and colons',
      '_system__shop_a_rbac.authorization.k8s.io_ClusterRole',
      [null, 'system:shop_a'],
    ],
  ])('of Flux names %s', (_, id, expected) => {
    const [found] = flux(kustomization({ id, v: 'v1beta1' }));
    expect([found?.namespace, found?.name]).toEqual(expected);
  });

  it('has nothing said of it where all is current, or cannot be read', () => {
    const current = { id: 'shop_web_policy_PodDisruptionBudget', v: 'v1' };
    expect(
      flux(kustomization(current, { id: 'web' }, {}, { id: '_kube-system__Namespace', v: 'v1' })),
    ).toEqual([]);
    expect(flux({})).toEqual([]);
  });

  it('of Argo CD is what its Application says stands in Git', () => {
    const application = {
      metadata: { name: 'shop', namespace: 'argocd' },
      status: {
        resources: [
          { group: 'batch', version: 'v1beta1', kind: 'CronJob', namespace: 'shop', name: 'nightly' },
          { version: 'v1', kind: 'Service', namespace: 'shop', name: 'web' },
        ],
      },
    };
    expect(judgeInventory('Application', application, 25, 'gate')).toMatchObject([
      {
        severity: 'BLOCK',
        kind: 'CronJob',
        name: 'nightly',
        evidence: 'Argo CD Application argocd/shop delivers it as batch/v1beta1',
      },
    ]);
  });
});

describe('a custom resource definition', () => {
  const definition = (
    versions: readonly object[],
    storedVersions: readonly string[],
    conversion: object = {},
  ) => ({
    spec: { versions, conversion },
    status: { storedVersions },
  });
  const current = { name: 'v1', served: true, storage: true };

  it('is well with one version, and with old ones that nothing is stored in', () => {
    expect(judgeDefinition(definition([current], ['v1']))).toEqual([]);
    expect(judgeDefinition(definition([current, { name: 'v1beta1', served: false }], ['v1']))).toEqual([]);
    expect(judgeDefinition({})).toEqual([]);
  });

  it('warns of stored versions that are no longer served', () => {
    expect(
      told(judgeDefinition(definition([current, { name: 'v1beta1', served: false }], ['v1beta1', 'v1']))),
    ).toEqual(['WARN stored-version: status.storedVersions has v1beta1, which is not served']);
  });

  it('informs of versions that are deprecated, and whether objects may be stored in them', () => {
    const old = { name: 'v1beta1', served: true, deprecated: true };
    expect(told(judgeDefinition(definition([current, old], ['v1'])))).toEqual([
      'INFO deprecated-custom-version: v1beta1 is deprecated by its CustomResourceDefinition',
    ]);
    expect(told(judgeDefinition(definition([current, old], ['v1beta1', 'v1'])))[0]).toMatch(
      /may still be stored in it$/,
    );
  });

  it('informs of conversion webhooks that understand old reviews alone', () => {
    const webhook = (...conversionReviewVersions: readonly string[]) =>
      judgeDefinition(
        definition([current], ['v1'], { strategy: 'Webhook', webhook: { conversionReviewVersions } }),
      );
    expect(told(webhook('v1beta1'))).toEqual([
      'INFO old-conversion-review: its conversion webhook supports only v1beta1',
    ]);
    expect(webhook('v1', 'v1beta1')).toEqual([]);
  });
});

describe('a webhook configuration', () => {
  const configuration = (rule: object, more: object = {}) => ({
    webhooks: [{ name: 'guard.example.com', rules: [rule], admissionReviewVersions: ['v1'], ...more }],
  });
  const rule = (
    apiVersions: readonly string[],
    resources = ['poddisruptionbudgets'],
    apiGroups = ['policy'],
  ) => configuration({ apiGroups, apiVersions, resources });

  it('warns of rules that match nothing any more, not one minor before', () => {
    expect(told(judgeWebhooks(rule(['v1beta1']), 25, 'gate'))).toEqual([
      'WARN dead-webhook-rule: webhook guard.example.com matches poddisruptionbudgets of policy/v1beta1 only',
    ]);
    expect(judgeWebhooks(rule(['v1beta1']), 24, 'gate')).toEqual([]);
  });

  it.each([
    ['a version that stays', rule(['v1beta1', 'v1'])],
    ['every version', rule(['*'])],
    ['every resource', rule(['v1beta1'], ['*'])],
    ['a group of its own', rule(['v1beta1'], ['ingresses'], ['example.com'])],
    ['nothing', rule([])],
  ])('is well where a rule names %s', (_, object) => {
    expect(judgeWebhooks(object, 37, 'gate')).toEqual([]);
  });

  it('informs in full of webhooks that understand old reviews alone', () => {
    const old = configuration({}, { admissionReviewVersions: ['v1beta1'] });
    expect(told(judgeWebhooks(old, 34, 'full'))).toEqual([
      'INFO old-admission-review: webhook guard.example.com supports only v1beta1',
    ]);
    expect(judgeWebhooks(old, 34, 'gate')).toEqual([]);
  });
});

describe('an API service', () => {
  const service = (version: string, more: object = {}, labels: object = {}) => ({
    metadata: { labels },
    spec: { group: 'policy', version, ...more },
  });

  it('warns where it stands for a version that is gone', () => {
    expect(told(judgeApiService(service('v1beta1'), 25))).toEqual([
      'WARN old-api-service: it registers policy/v1beta1, which the API server no longer serves',
    ]);
    const own = { service: { namespace: 'old', name: 'api' } };
    expect(told(judgeApiService(service('v1beta1', own), 25))).toEqual([
      'WARN old-api-service: service old/api serves policy/v1beta1',
    ]);
  });

  it('is well before, for versions that stay, and where the API server manages it itself', () => {
    expect(judgeApiService(service('v1beta1'), 24)).toEqual([]);
    expect(judgeApiService(service('v1'), 37)).toEqual([]);
    const managed = { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' };
    expect(judgeApiService(service('v1beta1', {}, managed), 25)).toEqual([]);
  });
});

describe('a role', () => {
  const role = (apiGroups: readonly string[], resources: readonly string[]) => ({
    rules: [{ apiGroups, resources }],
  });

  it('informs of permissions on resources that no version has any more', () => {
    expect(
      told(judgeRole(role(['policy', 'extensions'], ['podsecuritypolicies', 'deployments']), 25)),
    ).toEqual([
      'INFO permissions-on-removed-resources: it grants access to podsecuritypolicies.policy, podsecuritypolicies.extensions, deployments.extensions',
    ]);
  });

  it('finds nothing in permissions on resources with successors in their group, or unknown ones', () => {
    expect(judgeRole(role(['policy', 'example.com'], ['poddisruptionbudgets', 'pods', '*']), 37)).toEqual([]);
    expect(judgeRole(role(['policy'], ['podsecuritypolicies']), 24)).toEqual([]);
  });
});
