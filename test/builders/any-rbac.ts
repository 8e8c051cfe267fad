import fc from 'fast-check';
import type { AccessQuestion, Identity } from '#domain/audit/rbac/grants.ts';

/** Roles, bindings and questions that meet often: few names, many wildcards. What the API server refuses anyway is not among them. */
const apiVersion = 'rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';
/** The label of all that is generated. */
export const generated = { suite: 'rbac' };
export const namespaces = ['rbac-shop', 'rbac-pay'];
const some = <T>(values: readonly T[], most = 2) =>
  fc.subarray([...values], { minLength: 1, maxLength: most });
const place = fc.constantFrom(...namespaces);

const verbs = ['get', 'list', 'create', 'patch', 'delete', 'impersonate', 'escalate'];
const rare = <T>(usual: fc.Arbitrary<T>, seldom: T) =>
  fc.oneof({ arbitrary: usual, weight: 9 }, fc.constant(seldom));
const groups = ['', 'apps', 'example.com'];
const resources = [
  'pods',
  'pods/exec',
  'pods/*',
  '*/exec',
  '*/scale',
  'secrets',
  'serviceaccounts',
  'deployments',
  'deployments/scale',
  'nodes',
  'nodes/proxy',
];
const paths = ['/metrics', '/metrics/*', '/api*', '/logs/**', '/healthz'];

const resourceRule = fc.record({
  verbs: rare(some(verbs, 3), ['get', '*']),
  apiGroups: rare(some(groups), ['*']),
  resources: rare(some(resources, 3), ['pods', '*']),
  resourceNames: fc.oneof(
    { arbitrary: fc.constant([]), weight: 3 },
    { arbitrary: some(['one', 'two']), weight: 1 },
  ),
});
const pathRule = fc.record({ verbs: some(['get', 'post', '*']), nonResourceURLs: rare(some(paths), ['*']) });
const clusterRules = fc.array(fc.oneof({ arbitrary: resourceRule, weight: 3 }, pathRule), { maxLength: 3 });

/** Of three levels: each gathers from the one below, by labels or expressions; some add to view, edit and admin. */
function clusterRole(at: number): fc.Arbitrary<object> {
  const level = at % 3;
  const team = fc.constantFrom('a', 'b', 'c');
  const facing = fc.constantFrom({}, {}, {}, ...['view', 'edit', 'admin'].map(addsTo));
  const labels = fc
    .tuple(team, facing)
    .map(([of, more]) => ({ ...generated, level: `${level}`, team: of, ...more }));
  const below = { level: `${level - 1}` };
  const selector = fc.oneof(
    team.map((of) => ({ matchLabels: { ...below, team: of } })),
    some(['a', 'b', 'c']).chain((values) =>
      fc
        .constantFrom('In', 'NotIn')
        .map((operator) => ({ matchLabels: below, matchExpressions: [{ key: 'team', operator, values }] })),
    ),
    fc
      .constantFrom('Exists', 'DoesNotExist')
      .map((operator) => ({ matchLabels: below, matchExpressions: [{ key: 'extra', operator }] })),
  );
  const gathers = fc.array(selector, { minLength: 1, maxLength: 2 });
  return fc.record({ labels, rules: clusterRules, gathers, isGathering: fc.boolean() }).map((given) => ({
    apiVersion,
    kind: 'ClusterRole',
    metadata: { name: `rbac-${at}`, labels: given.labels },
    rules: given.rules,
    ...(level > 0 && given.isGathering ? { aggregationRule: { clusterRoleSelectors: given.gathers } } : {}),
  }));
}

function addsTo(role: string): object {
  return { [`rbac.authorization.k8s.io/aggregate-to-${role}`]: 'true' };
}

function role(at: number): fc.Arbitrary<object> {
  return fc.tuple(place, fc.array(resourceRule, { maxLength: 3 })).map(([namespace, rules]) => ({
    apiVersion,
    kind: 'Role',
    metadata: { name: `rbac-${at}`, namespace },
    rules,
  }));
}

const subject = fc.oneof(
  fc
    .constantFrom(
      'ana',
      'bob',
      'system:anonymous',
      'system:serviceaccount:rbac-shop:web',
      'system:authenticated',
    )
    .map((name) => ({ apiGroup, kind: 'User', name })),
  fc
    .constantFrom(
      'devs',
      'system:authenticated',
      'system:unauthenticated',
      'system:serviceaccounts',
      'system:serviceaccounts:rbac-pay',
    )
    .map((name) => ({ apiGroup, kind: 'Group', name })),
  fc
    .tuple(place, fc.constantFrom('web', 'api'))
    .map(([namespace, name]) => ({ kind: 'ServiceAccount', namespace, name })),
);
const few = fc.array(subject, { maxLength: 2 });

function clusterRef(roles: number): fc.Arbitrary<object> {
  const made = fc.nat(roles - 1).map((at) => `rbac-${at}`);
  const name = fc.oneof(
    { arbitrary: made, weight: 6 },
    fc.constantFrom('view', 'edit', 'admin', 'system:discovery', 'rbac-gone'),
  );
  return name.map((each) => ({ apiGroup, kind: 'ClusterRole', name: each }));
}

function clusterBinding(at: number, roles: number): fc.Arbitrary<object> {
  return fc.tuple(clusterRef(roles), few).map(([roleRef, subjects]) => ({
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: { name: `rbac-${at}`, labels: generated },
    roleRef,
    subjects,
  }));
}

function roleBinding(at: number, roles: number): fc.Arbitrary<object> {
  const ownRef = fc.nat(roles - 1).map((of) => ({ apiGroup, kind: 'Role', name: `rbac-${of}` }));
  return fc.tuple(place, fc.oneof(clusterRef(roles), ownRef), few).map(([namespace, roleRef, subjects]) => ({
    apiVersion,
    kind: 'RoleBinding',
    metadata: { name: `rbac-${at}`, namespace },
    roleRef,
    subjects,
  }));
}

/** As many of each kind as asked for, by unique names. */
export function anyRbac(count: number): fc.Arbitrary<readonly object[]> {
  const each = (one: (at: number) => fc.Arbitrary<object>) =>
    fc.tuple(...Array.from({ length: count }, (_, at) => one(at)));
  return fc
    .tuple(
      each(clusterRole),
      each(role),
      each((at) => clusterBinding(at, count)),
      each((at) => roleBinding(at, count)),
    )
    .map((found) => found.flat());
}

const authenticated = 'system:authenticated';
const account = (namespace: string, name: string): Identity => ({
  user: `system:serviceaccount:${namespace}:${name}`,
  groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, authenticated],
});
const identities: readonly Identity[] = [
  { user: 'ana', groups: [authenticated] },
  { user: 'bob', groups: ['devs', authenticated] },
  { user: 'eve', groups: ['devs', 'system:masters', authenticated] },
  { user: 'system:anonymous', groups: ['system:unauthenticated'] },
  ...namespaces.flatMap((each) => [account(each, 'web'), account(each, 'api')]),
];

export function anyQuestion(): fc.Arbitrary<readonly [Identity, AccessQuestion]> {
  const ofResource = fc
    .record({
      verb: fc.constantFrom(...verbs, 'update', '*'),
      group: fc.constantFrom('', '', 'apps', 'example.com', 'other.com'),
      resource: fc.constantFrom('pods', 'secrets', 'serviceaccounts', 'deployments', 'nodes', 'configmaps'),
      subresource: fc.constantFrom('', '', '', 'exec', 'scale', 'proxy', 'status'),
      name: fc.constantFrom('', 'one', 'three'),
      namespace: fc.constantFrom('', ...namespaces, 'default'),
    })
    .map((each) => each);
  const ofPath = fc.record({
    verb: fc.constantFrom('get', 'post', 'put'),
    path: fc.constantFrom(
      '/metrics',
      '/metrics/slis',
      '/api',
      '/apis/apps',
      '/logs/',
      '/logs/a',
      '/healthz',
      '/x',
    ),
  });
  return fc.tuple(
    fc.constantFrom(...identities),
    fc.oneof({ arbitrary: ofResource, weight: 5 }, { arbitrary: ofPath, weight: 1 }),
  );
}
