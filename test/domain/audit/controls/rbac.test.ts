import { describe, expect, it } from 'vitest';
import { gist, judged } from '../../../builders/an-audited-cluster.ts';

type Row = readonly [rule: string, objects: readonly object[], said: string];

const rbac = 'rbac.authorization.k8s.io/v1';
const user = (name: string) => ({ kind: 'User', name });
const group = { kind: 'Group', name: '0a7f0c1e-0000-4000-8000-000000000001' };
const everyPod = { kind: 'Group', name: 'system:serviceaccounts' };
const robot = { kind: 'ServiceAccount', name: 'robot', namespace: 'shop' };
const boot = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

function role(name: string, rules: readonly object[], metadata: object = {}): object {
  return { apiVersion: rbac, kind: 'ClusterRole', metadata: { name, ...metadata }, rules };
}

function bound(roleName: string, subjects: readonly object[], metadata: object = {}): object {
  return {
    apiVersion: rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'b', ...metadata },
    roleRef: { kind: 'ClusterRole', name: roleName },
    subjects,
  };
}

function boundIn(namespace: string, roleName: string, subjects: readonly object[]): object {
  return { ...bound(roleName, subjects, { namespace }), kind: 'RoleBinding' };
}

const rule = (verbs: readonly string[], resources: readonly string[], more: object = {}) => ({
  verbs,
  resources,
  apiGroups: [''],
  ...more,
});
const everything = { verbs: ['*'], resources: ['*'], apiGroups: ['*'] };
const inUse = (...rules: readonly object[]) => [role('r', rules), bound('r', [group])];

const rows: Readonly<Record<string, readonly Row[]>> = {
  'SB-ENT-05': [
    ['a group passes', [bound('view', [group])], 'PASS'],
    ['a person fails', [bound('view', [user('ana@example.com')])], 'FAIL ClusterRoleBinding/b'],
    ['an object id is a warning', [bound('view', [user(group.name)])], 'WARN ClusterRoleBinding/b'],
    ["a certificate's name is a warning", [bound('view', [user('jenkins')])], 'WARN ClusterRoleBinding/b'],
    ["the API server's own users pass", [bound('view', [user('system:kube-scheduler')])], 'PASS'],
    [
      'the label does not excuse a name that no API server makes',
      [bound('view', [user('ana@example.com')], { labels: boot })],
      'FAIL ClusterRoleBinding/b',
    ],
  ],
  'SB-ENT-06': [
    ['another role passes', [bound('view', [group])], 'PASS'],
    ['cluster-admin fails', [bound('cluster-admin', [group])], 'FAIL ClusterRoleBinding/b'],
    ['its equal fails', inUse(everything), 'FAIL ClusterRoleBinding/b'],
    [
      'its equal by aggregation fails',
      [
        role('part', [everything], { labels: { to: 'all' } }),
        { ...role('r', []), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'all' } }] } },
        bound('r', [robot]),
      ],
      'FAIL ClusterRoleBinding/b',
    ],
    [
      'rules by hand in an aggregated role are overwritten',
      [
        {
          ...role('r', [everything]),
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'none' } }] },
        },
        bound('r', [robot]),
      ],
      'PASS',
    ],
    [
      "the API server's own binding passes",
      [
        bound('cluster-admin', [{ kind: 'Group', name: 'system:masters' }], {
          name: 'cluster-admin',
          labels: boot,
        }),
      ],
      'PASS',
    ],
    ['a role that is not there is for information', [bound('gone', [group])], 'PASS ClusterRoleBinding/b'],
    ['the group of every pod fails', [bound('cluster-admin', [everyPod])], 'FAIL ClusterRoleBinding/b'],
    [
      'the group of the pods of one namespace fails',
      [bound('cluster-admin', [{ kind: 'Group', name: 'system:serviceaccounts:shop' }])],
      'FAIL ClusterRoleBinding/b',
    ],
    [
      'the group of every node fails, by a role that equals it, too',
      [role('r', [everything]), bound('r', [{ kind: 'Group', name: 'system:nodes' }])],
      'FAIL ClusterRoleBinding/b',
    ],
    [
      'system:masters has everything anyway: naming it is the business of SB-ENT-08',
      [bound('cluster-admin', [{ kind: 'Group', name: 'system:masters' }])],
      'PASS',
    ],
  ],
  'SB-ENT-07': [
    ['reading pods passes', inUse(rule(['get', 'list'], ['pods'])), 'PASS'],
    ['secrets fail', inUse(rule(['list'], ['secrets'])), 'FAIL ClusterRole/r'],
    [
      'some secrets are for information',
      inUse(rule(['get'], ['secrets'], { resourceNames: ['one'] })),
      'PASS ClusterRole/r',
    ],
    ['nobody bound is for information', [role('r', [rule(['list'], ['secrets'])])], 'PASS ClusterRole/r'],
    ['exec by get fails', inUse(rule(['get'], ['pods/exec'])), 'FAIL ClusterRole/r'],
    ['nodes/proxy fails', inUse(rule(['get'], ['nodes/proxy'])), 'FAIL ClusterRole/r'],
    [
      'bind fails',
      inUse(rule(['bind'], ['clusterroles'], { apiGroups: ['rbac.authorization.k8s.io'] })),
      'FAIL ClusterRole/r',
    ],
    ['every verb on one resource fails', inUse(rule(['*'], ['configmaps'])), 'FAIL ClusterRole/r'],
    ['every group alone passes', inUse(rule(['get'], ['pods'], { apiGroups: ['*'] })), 'PASS'],
    [
      'the same name in another group is something else',
      inUse(rule(['get'], ['secrets'], { apiGroups: ['example.com'] })),
      'PASS',
    ],
    ['built-in admin is not reported', [role('admin', [everything]), bound('admin', [group])], 'PASS'],
  ],
  'SB-ENT-08': [
    ['a group of yours passes', [bound('view', [group])], 'PASS'],
    ['anonymous fails', [bound('view', [user('system:anonymous')])], 'FAIL ClusterRoleBinding/b'],
    [
      'every signed-in user fails',
      [bound('view', [{ kind: 'Group', name: 'system:authenticated' }])],
      'FAIL ClusterRoleBinding/b',
    ],
    [
      "the API server's own binding passes",
      [
        bound('system:discovery', [{ kind: 'Group', name: 'system:authenticated' }], {
          name: 'system:discovery',
          labels: boot,
        }),
      ],
      'PASS',
    ],
    [
      'its name without its label fails',
      [
        bound('system:discovery', [{ kind: 'Group', name: 'system:authenticated' }], {
          name: 'system:discovery',
        }),
      ],
      'FAIL ClusterRoleBinding/system:discovery',
    ],
  ],
};

for (const [id, cases] of Object.entries(rows))
  describe(id, () => {
    it.each(cases)('%s', (_, objects, said) => {
      expect(gist(judged(id, { objects }))).toBe(said);
    });
  });

it.each([
  ['a group', bound('cluster-admin', [group]), 'medium'],
  ['a service account', bound('cluster-admin', [robot]), 'high'],
  ['every pod', bound('cluster-admin', [everyPod]), 'high'],
  ['every pod in one namespace', boundIn('shop', 'cluster-admin', [everyPod]), 'medium'],
  ['a service account in one namespace', boundIn('shop', 'cluster-admin', [robot]), 'medium'],
  ['a service account in kube-system', boundIn('kube-system', 'cluster-admin', [robot]), 'high'],
])('cluster-admin of %s weighs %s', (_, binding, severity) => {
  expect(judged('SB-ENT-06', { objects: [binding] }).evidence.map((each) => each.severity)).toEqual([
    severity,
  ]);
});

it('a right in one namespace only weighs one step less', () => {
  const objects = [role('r', [rule(['escalate'], ['roles'])]), boundIn('shop', 'r', [group])];
  expect(judged('SB-ENT-07', { objects }).evidence.map(({ severity }) => severity)).toEqual(['medium']);
});
