import { describe, expect, it } from 'vitest';
import { controlFingerprints } from '#domain/audit/audit-scope.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { judgedLive } from '../../../builders/a-live-cluster.ts';
import { gist, judged } from '../../../builders/an-audited-cluster.ts';

type Row = readonly [rule: string, objects: readonly object[], said: string];

const rbac = 'rbac.authorization.k8s.io/v1';
const user = (name: string) => ({ kind: 'User', name });
const group = { kind: 'Group', name: '0a7f0c1e-0000-4000-8000-000000000001' };
const everyPod = { kind: 'Group', name: 'system:serviceaccounts' };
const robot = { kind: 'ServiceAccount', name: 'robot', namespace: 'shop' };
const addOn = { kind: 'ServiceAccount', name: 'csi', namespace: 'kube-system' };
const ofAks = { 'addonmanager.kubernetes.io/mode': 'Reconcile' };
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
const unused = (...rules: readonly object[]) => [role('r', rules)];
const gatheringByHand = {
  ...role('r', [everything]),
  aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'all' } }] },
};
const inUse = (...rules: readonly object[]) => [...unused(...rules), bound('r', [group, robot])];
const ofGroup = (group: string, verbs: readonly string[], resources: readonly string[], more: object = {}) =>
  rule(verbs, resources, { apiGroups: [group], ...more });
const ofRbac = (verbs: readonly string[], resources: readonly string[], more: object = {}) =>
  ofGroup('rbac.authorization.k8s.io', verbs, resources, more);
const secretsByLabel = (to: string) =>
  role('extra', [rule(['get', 'list'], ['secrets'])], {
    labels: { [`rbac.authorization.k8s.io/${to}`]: 'true' },
  });
const reader = role('extra', [rule(['get'], ['pods'])], {
  labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
});
const roleBound = (namespace: string, name: string) => ({
  ...boundIn(namespace, name, [robot]),
  roleRef: { kind: 'Role', name },
});
const binding = 'ClusterRoleBinding/b';
const broken = `FAIL ${binding}`;

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
        role('part', [rule(['get'], ['pods'])], { labels: { to: 'all' } }),
        gatheringByHand,
        bound('r', [robot]),
      ],
      'PASS',
    ],
    [
      'unless nothing is gathered: the controller leaves them',
      [role('part', [], { labels: { to: 'all' } }), gatheringByHand, bound('r', [robot])],
      'FAIL ClusterRoleBinding/b',
    ],
    [
      'roles that gather each other end, and have the rules of both',
      [
        { ...gatheringByHand, metadata: { name: 'r', labels: { to: 'all' } } },
        { ...gatheringByHand, metadata: { name: 's', labels: { to: 'all' } }, rules: [] },
        bound('s', [robot]),
      ],
      'FAIL ClusterRoleBinding/b',
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
    ['a role that is not in the input leaves it unknown', [bound('gone', [group])], 'UNKNOWN'],
    [
      'a role that every API server makes is known without being in the input',
      [bound('system:discovery', [group])],
      'PASS',
    ],
    [
      'the name of a binding of AKS excuses no other account',
      [bound('cluster-admin', [robot], { name: 'aks-service-rolebinding' })],
      'FAIL ClusterRoleBinding/aks-service-rolebinding',
    ],
    [
      'a subject that was added to a default binding is not excused',
      [
        bound('cluster-admin', [{ kind: 'Group', name: 'system:masters' }, robot], {
          name: 'cluster-admin',
          labels: boot,
        }),
      ],
      'FAIL ClusterRoleBinding/cluster-admin',
    ],
    ['what AKS manages in kube-system passes', [bound('cluster-admin', [addOn], { labels: ofAks })], 'PASS'],
    [
      'its label excuses nothing elsewhere',
      [bound('cluster-admin', [robot], { labels: ofAks })],
      'FAIL ClusterRoleBinding/b',
    ],
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
    ['nobody bound is for information', [role('r', [rule(['get'], ['nodes/proxy'])])], 'PASS ClusterRole/r'],
    ['nodes/proxy fails', inUse(rule(['get'], ['nodes/proxy'])), broken],
    [
      'nodes/proxy passes where a namespace limits it: nodes are in none',
      [role('r', [rule(['get'], ['nodes/proxy'])]), boundIn('shop', 'r', [robot])],
      'PASS',
    ],
    ['bind fails', inUse(ofRbac(['bind'], ['clusterroles'])), broken],
    [
      'bind of harmless roles is for information',
      inUse(ofRbac(['bind'], ['clusterroles'], { resourceNames: ['reader'] })),
      `PASS ${binding}`,
    ],
    [
      'bind of cluster-admin by its name fails',
      inUse(ofRbac(['bind'], ['clusterroles'], { resourceNames: ['reader', 'cluster-admin'] })),
      broken,
    ],
    ['escalate fails', inUse(ofRbac(['escalate'], ['roles'])), broken],
    ['escalate of cluster roles fails', inUse(ofRbac(['escalate'], ['clusterroles'])), broken],
    [
      'escalate of cluster roles in one namespace passes',
      [role('r', [ofRbac(['escalate'], ['clusterroles'])]), boundIn('shop', 'r', [robot])],
      'PASS',
    ],
    [
      'bind of cluster roles in one namespace fails',
      [role('r', [ofRbac(['bind'], ['clusterroles'])]), boundIn('shop', 'r', [robot])],
      'FAIL RoleBinding/shop/b',
    ],
    ['escalate of anything else than roles passes', inUse(rule(['escalate'], ['pods'])), 'PASS'],
    ['impersonation of users fails', inUse(rule(['impersonate'], ['users'])), broken],
    [
      'impersonation of system:masters by its name fails',
      inUse(rule(['impersonate'], ['groups'], { resourceNames: ['system:masters'] })),
      broken,
    ],
    [
      'webhooks fail',
      inUse(ofGroup('admissionregistration.k8s.io', ['patch'], ['mutatingwebhookconfigurations'])),
      broken,
    ],
    [
      'approval of certificates fails',
      inUse(ofGroup('certificates.k8s.io', ['update'], ['certificatesigningrequests/approval'])),
      broken,
    ],
    [
      'signing for an issuer of your own is for information',
      inUse(
        ofGroup('certificates.k8s.io', ['sign'], ['signers'], { resourceNames: ['issuers.example.com/*'] }),
      ),
      `PASS ${binding}`,
    ],
    [
      'signing for Kubernetes fails',
      inUse(ofGroup('certificates.k8s.io', ['sign'], ['signers'], { resourceNames: ['kubernetes.io/*'] })),
      broken,
    ],
    ['persistent volumes fail', inUse(rule(['create'], ['persistentvolumes'])), broken],
    ['labels of namespaces fail', inUse(rule(['patch'], ['namespaces'])), broken],
    [
      'every verb on one resource fails for an account',
      [...unused(rule(['*'], ['configmaps'])), bound('r', [robot])],
      broken,
    ],
    ['every verb on resources of your own passes', inUse(ofGroup('example.com', ['*'], ['*'])), 'PASS'],
    ['every group alone passes', inUse(rule(['get'], ['pods'], { apiGroups: ['*'] })), 'PASS'],
    [
      'a rule that was added to a role that everyone has fails',
      [
        role('system:discovery', [rule(['get'], ['nodes/proxy'])], { labels: boot }),
        bound('system:discovery', [{ kind: 'Group', name: 'system:authenticated' }], {
          name: 'system:discovery',
          labels: boot,
        }),
      ],
      'FAIL ClusterRoleBinding/system:discovery',
    ],
    [
      'a role of the system bound to an account fails',
      [bound('system:kube-controller-manager', [robot])],
      broken,
    ],
    ['a role that is not in the input leaves it unknown', [bound('gone', [group])], 'UNKNOWN'],
  ],
  'SB-ENT-11': [
    ['secrets fail', inUse(rule(['list'], ['secrets'])), broken],
    [
      'some secrets are for information',
      inUse(rule(['get'], ['secrets'], { resourceNames: ['one'] })),
      `PASS ${binding}`,
    ],
    [
      'the same name in another group is something else',
      inUse(rule(['get'], ['secrets'], { apiGroups: ['example.com'] })),
      'PASS',
    ],
    ['tokens fail', inUse(rule(['create'], ['serviceaccounts/token'])), broken],
    ['impersonation of service accounts fails', inUse(rule(['impersonate'], ['serviceaccounts'])), broken],
    ['view passes', [bound('view', [robot])], 'PASS'],
    ['edit fails, whether or not it is in the input', [bound('edit', [robot])], broken],
    [
      'view fails where a label adds secrets to it',
      [secretsByLabel('aggregate-to-view'), bound('view', [robot])],
      broken,
    ],
    [
      'so does edit, which gathers view',
      [secretsByLabel('aggregate-to-view'), bound('edit', [everyPod])],
      broken,
    ],
    [
      'a namespace with its own team is for information',
      [boundIn('shop', 'edit', [group])],
      'PASS RoleBinding/shop/b',
    ],
    [
      'a user by the name of a service account is one',
      [bound('edit', [user('system:serviceaccount:shop:robot')])],
      broken,
    ],
    ['a Role that is not in the input leaves it unknown', [roleBound('shop', 'gone')], 'UNKNOWN'],
  ],
  'SB-ENT-12': [
    ['reading pods passes', inUse(rule(['get', 'list'], ['pods'])), 'PASS'],
    ['exec by get fails', inUse(rule(['get'], ['pods/exec'])), broken],
    ['exec by */exec fails', inUse(rule(['create'], ['*/exec'])), broken],
    ['attach fails', inUse(rule(['create'], ['pods/attach'])), broken],
    ['ephemeral containers fail', inUse(rule(['patch'], ['pods/ephemeralcontainers'])), broken],
    [
      'port forwarding fails for an account',
      [...unused(rule(['create'], ['pods/portforward'])), bound('r', [robot])],
      broken,
    ],
    ['pods fail', inUse(rule(['create'], ['pods'])), broken],
    ['a patch of deployments fails', inUse(ofGroup('apps', ['patch'], ['deployments'])), broken],
    ['jobs fail', inUse(ofGroup('batch', ['create'], ['cronjobs'])), broken],
    ["rollouts of Argo's fail", inUse(ofGroup('argoproj.io', ['create'], ['rollouts'])), broken],
    ['services of Knative fail', inUse(ofGroup('serving.knative.dev', ['create'], ['services'])), broken],
    ['services of Kubernetes pass', inUse(rule(['create'], ['services'])), 'PASS'],
    ['scaled jobs fail', inUse(ofGroup('keda.sh', ['update'], ['scaledjobs'])), broken],
    ['every pod that edits everything fails', [bound('edit', [everyPod])], broken],
  ],
  'SB-ENT-13': [
    ['nothing gathered passes', [bound('view', [group])], 'PASS'],
    ['reading pods by label passes', [reader], 'PASS'],
    ['secrets in view fail, bound or not', [secretsByLabel('aggregate-to-view')], 'FAIL ClusterRole/extra'],
    ['secrets in edit pass: it has them anyway', [secretsByLabel('aggregate-to-edit')], 'PASS'],
    [
      'escalate in admin fails',
      [
        role('extra', [ofRbac(['escalate'], ['roles'])], {
          labels: { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' },
        }),
      ],
      'FAIL ClusterRole/extra',
    ],
    [
      'everything in view fails',
      [role('extra', [everything], { labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } })],
      'FAIL ClusterRole/extra',
    ],
    [
      'a rule that was added to the part that every API server makes fails',
      [
        role('system:aggregate-to-view', [rule(['get'], ['secrets'])], {
          labels: { ...boot, 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
        }),
      ],
      'FAIL ClusterRole/system:aggregate-to-view',
    ],
    [
      'an aggregated role that view gathers fails by the role that says it',
      [
        {
          ...role('middle', [], { labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } }),
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'middle' } }] },
        },
        role('extra', [rule(['list'], ['secrets'])], { labels: { to: 'middle' } }),
      ],
      'FAIL ClusterRole/extra',
    ],
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
      'its name with another subject fails',
      [
        bound('system:discovery', [{ kind: 'Group', name: 'system:unauthenticated' }], {
          name: 'system:discovery',
          labels: boot,
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
  ['every pod', bound('cluster-admin', [everyPod]), 'critical'],
  ['every pod in one namespace', boundIn('shop', 'cluster-admin', [everyPod]), 'high'],
  ['a service account in one namespace', boundIn('shop', 'cluster-admin', [robot]), 'medium'],
  ['a service account in kube-system', boundIn('kube-system', 'cluster-admin', [robot]), 'high'],
])('cluster-admin of %s weighs %s', (_, objects, severity) => {
  expect(judged('SB-ENT-06', { objects: [objects] }).evidence.map((each) => each.severity)).toEqual([
    severity,
  ]);
});

describe('what a right weighs', () => {
  const who = {
    'those who do not sign in': { kind: 'Group', name: 'system:unauthenticated' },
    'everyone who signs in': { kind: 'Group', name: 'system:authenticated' },
    'every pod': everyPod,
    'every pod of a namespace': { kind: 'Group', name: 'system:serviceaccounts:shop' },
    'one account': robot,
    'one person': user('ana@example.com'),
    'a group': group,
  };
  it.each<
    readonly [keyof typeof who, high: string, highNarrow: string, medium: string, mediumNarrow: string]
  >([
    ['those who do not sign in', 'critical', 'critical', 'critical', 'critical'],
    ['everyone who signs in', 'critical', 'high', 'high', 'medium'],
    ['every pod', 'critical', 'high', 'high', 'medium'],
    ['every pod of a namespace', 'high', 'medium', 'medium', 'low'],
    ['one account', 'high', 'medium', 'medium', 'low'],
    ['one person', 'high', 'medium', 'medium', 'low'],
    ['a group', 'medium', 'low', 'low', 'info'],
  ])('with %s', (name, ...expected) => {
    const weights = [ofRbac(['escalate'], ['roles']), rule(['update'], ['namespaces'])].flatMap((held) =>
      [bound('r', [who[name]]), boundIn('shop', 'r', [who[name]])].map(
        (each) => judged('SB-ENT-07', { objects: [role('r', [held]), each] }).evidence[0]?.severity,
      ),
    );
    expect(weights).toEqual(expected);
  });
});

it('a role that another gathers, or a bound one, is not noted as unbound', () => {
  const objects = [
    { ...gatheringByHand, metadata: { name: 'middle', labels: { to: 'outer' } }, rules: [] },
    {
      ...role('outer', []),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'outer' } }] },
    },
    role('part', [rule(['list'], ['secrets'])], { labels: { to: 'all' } }),
  ];
  const noted = (more: readonly object[]) =>
    judged('SB-ENT-11', { objects: [...objects, ...more] }).evidence.map(({ resource }) => resource);
  expect(noted([])).toEqual(['ClusterRole/outer']);
  expect(noted([boundIn('shop', 'outer', [robot])])).toEqual(['RoleBinding/shop/b']);
});

it.each([
  [['get', 'list'], ['*'], 'get,list *'],
  [['*'], ['pods'], '* pods'],
])('a finding of wildcards names the verbs: %s of %s', (verbs, resources, named) => {
  const objects = [role('wide', [rule(verbs, resources)]), bound('wide', [robot])];
  const reasons = judged('SB-ENT-07', { objects }).evidence.map(({ reason }) => reason);
  expect(reasons.join('; ')).toContain(`wildcards (${named} by ClusterRole/wide)`);
});

it('a finding names subject, scope, rule, and the path over bindings and labels', () => {
  const objects = [
    secretsByLabel('aggregate-to-view'),
    bound('view', [everyPod]),
    boundIn('shop', 'view', [robot]),
  ];
  expect(judged('SB-ENT-11', { objects }).evidence).toEqual([
    {
      resource: 'ClusterRoleBinding/b',
      subject: 'Group system:serviceaccounts (every pod)',
      outcome: 'fail',
      reason:
        'in all namespaces it has secrets (get,list secrets by ClusterRole/extra, aggregated into ClusterRole/view)',
      facts: ['read secrets'],
      severity: 'high',
    },
    {
      resource: 'RoleBinding/shop/b',
      subject: 'ServiceAccount shop/robot',
      outcome: 'fail',
      reason:
        'in namespace shop it has secrets (get,list secrets by ClusterRole/extra, aggregated into ClusterRole/view)',
      facts: ['read secrets'],
      severity: 'low',
    },
  ]);
  expect(judged('SB-ENT-13', { objects }).evidence).toEqual([
    {
      resource: 'ClusterRole/extra',
      outcome: 'fail',
      reason: 'it adds secrets to ClusterRole/view, to which 2 subjects are bound',
      facts: ['view: read secrets'],
      severity: 'medium',
    },
  ]);
});

it.each(['SB-ENT-06', 'SB-ENT-07', 'SB-ENT-11', 'SB-ENT-12'])(
  '%s names the role that is not in the input, and only notes it where the cluster lacks it',
  (id) => {
    const objects = [roleBound('shop', 'gone')];
    expect(judged(id, { objects }).undecided).toMatchObject([
      {
        resource: 'RoleBinding/shop/b',
        reason: 'what Role shop/gone allows is unknown: it is not in the input',
      },
    ]);
    expect(judgedLive(id, { objects })).toMatchObject({
      status: 'PASS',
      evidence: [
        {
          resource: 'RoleBinding/shop/b',
          reason: 'Role shop/gone does not exist: its creator decides what it allows',
          severity: 'info',
        },
      ],
    });
  },
);

it.each([
  ['SB-ENT-05', 'view', user('ana@example.com'), user('bob@example.com')],
  ['SB-ENT-06', 'cluster-admin', robot, everyPod],
  ['SB-ENT-08', 'view', user('system:anonymous'), { kind: 'Group', name: 'system:authenticated' }],
  ['SB-ENT-11', 'edit', robot, { ...robot, name: 'other' }],
])('%s: who joins a binding is a finding of its own, known by its subject', (id, roleName, one, other) => {
  const found = (subjects: readonly object[]) =>
    judged(id, { objects: [bound(roleName, subjects)] }).evidence.map((each) =>
      controlFingerprints(id, each),
    );
  expect(found([one, other])).toHaveLength(2);
  expect(found([one, other])).toEqual([...found([one]), ...found([other])]);
});

it.each([
  ['ClusterRoleBinding/b', 'WAIVED'],
  ['ClusterRoleBinding/b ServiceAccount shop/robot', 'FAIL'],
  ['ClusterRoleBinding/b *', 'WAIVED'],
])('a waiver of %s leaves two subjects %s', (resource, status) => {
  const waivers = [aControlWaiver({ control: 'SB-ENT-11', resource, owner: 'o' })];
  const objects = [bound('edit', [robot, { ...robot, name: 'other' }])];
  const found = judged('SB-ENT-11', { objects, waivers });
  expect([found.status, found.evidence[0]?.waived?.owner]).toEqual([status, 'o']);
});

it('a role of the cluster that cannot be read is unknown, not missing', () => {
  const unreadable = { ...role('r', []), rules: 'none' };
  const { status, evidence, undecided } = judgedLive('SB-ENT-11', {
    objects: [unreadable, bound('r', [robot])],
  });
  expect([status, evidence]).toEqual(['UNKNOWN', []]);
  expect(undecided.map(({ resource }) => resource).toSorted()).toEqual([
    'ClusterRole/r',
    'ClusterRoleBinding/b',
  ]);
});
