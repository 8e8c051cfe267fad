import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Fix, proposeFixes } from '#domain/audit/fix/propose-fixes.ts';
import { anAuditedCluster, audited } from '../../builders/an-audited-cluster.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { untilPasses } from '../clusters/until-passes.ts';

const access = inject('controlPlane');
let bench: RealBench;
const namespace = 'fixes';

type Fields = Readonly<Record<string, unknown>>;

const selector = { matchLabels: { app: 'web' } };
const container = (name: string, securityContext: object = {}) => ({
  name,
  image: 'registry.invalid/app:1',
  securityContext,
});
/** Not one control of `--fix` passes it. */
const template = {
  metadata: {
    labels: { app: 'web' },
    annotations: {
      'container.apparmor.security.beta.kubernetes.io/main': 'localhost/p',
      'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
    },
  },
  spec: {
    initContainers: [container('first', { privileged: true }), container('second'), container('third')],
    containers: [
      container('main', { runAsUser: 1000, capabilities: { add: ['CHOWN'], drop: ['NET_RAW'] } }),
      container('side', { allowPrivilegeEscalation: true }),
    ],
  },
};
const neverRestarted = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } };
const apps = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map(
  (kind) => ['apps/v1', kind, { spec: { selector, template } }] as const,
);
const kinds: readonly (readonly [apiVersion: string, kind: string, rest: Fields])[] = [
  ...apps,
  ['v1', 'ReplicationController', { spec: { selector: selector.matchLabels, template } }],
  ['v1', 'PodTemplate', { template }],
  [
    'batch/v1',
    'CronJob',
    { spec: { schedule: '0 0 * * *', suspend: true, jobTemplate: { spec: { template: neverRestarted } } } },
  ],
  ['argoproj.io/v1alpha1', 'Rollout', { spec: { selector, template } }],
];
const rollouts = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'rollouts.argoproj.io' },
  spec: {
    group: 'argoproj.io',
    scope: 'Namespaced',
    names: { plural: 'rollouts', singular: 'rollout', kind: 'Rollout', listKind: 'RolloutList' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};
const contentTypes = {
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
} as const;

const pathOf = (apiVersion: string, kind: string) =>
  `/${apiVersion === 'v1' ? 'api' : 'apis'}/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s`;

function fixesOf(object: Fields): readonly Fix[] {
  const { controls } = audited({ objects: [object] });
  return proposeFixes([object], controls, anAuditedCluster({ objects: [object] })).fixes;
}

function findingsOf(object: Fields): readonly string[] {
  return audited({ objects: [object] }).controls.flatMap(({ id, evidence }) =>
    evidence.map(({ container: name = '' }) => `${id} ${name}`),
  );
}

beforeAll(async () => {
  if (access === null) return;
  bench = await openRealBench(access);
  await bench.client.core.createNamespace({ body: { metadata: { name: namespace } } });
  await bench.client.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', rollouts);
  await untilPasses(async () =>
    expect((await bench.client.get(pathOf('argoproj.io/v1alpha1', 'Rollout'))).status).toBe(200),
  );
});
afterAll(() => bench?.close());

describe.skipIf(access === null)('a patch of --fix on a real API server', () => {
  it.each(kinds)(
    'of %s %s is taken, makes its controls pass, and changes nothing else',
    async (apiVersion, kind, rest) => {
      const path = pathOf(apiVersion, kind);
      const written = { apiVersion, kind, metadata: { name: 'web', namespace }, ...rest };
      const made = await bench.client.post(path, written);
      expect(made.status, made.text).toBe(201);
      const before: Fields = { ...(JSON.parse(made.text) as Fields), apiVersion, kind };
      const [fix] = fixesOf(written);
      expect(fix?.controls).toEqual([
        'SB-POD-02',
        'SB-POD-03',
        'SB-POD-04',
        'SB-POD-15',
        'SB-LSM-01',
        'SB-LSM-02',
        'SB-LSM-05',
      ]);
      const answer = await bench.client.patch(`${path}/web`, fix!.patch, contentTypes[fix!.type]);
      expect(answer.status, answer.text).toBe(200);
      const after = JSON.parse(answer.text) as Fields;
      const left = findingsOf({ ...after, apiVersion, kind });
      expect(findingsOf(before)).toEqual(expect.arrayContaining([...left]));
      const ofFix = left.filter((each) => fix!.controls.includes(each.split(' ')[0] ?? ''));
      // Only the image shows what user they run as, and the first is privileged on purpose.
      expect(ofFix.toSorted()).toEqual([
        'SB-POD-02 first',
        'SB-POD-03 first',
        'SB-POD-03 second',
        'SB-POD-03 side',
        'SB-POD-03 third',
        'SB-POD-04 first',
      ]);
      expect(
        changed(
          { spec: before.spec, template: before.template },
          { spec: after.spec, template: after.template },
        ),
      ).toEqual([]);
    },
  );
});

const settable =
  /securityContext\.(allowPrivilegeEscalation|runAsNonRoot|capabilities|(seccomp|appArmor)Profile)|securityContext$|automountServiceAccountToken$|annotations/;

/** Paths of values that are not the same in both, but for those that a patch may set. */
function changed(before: unknown, after: unknown, path = ''): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after) || settable.test(path)) return [];
  const isBranch = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
  if (!isBranch(before) && !isBranch(after)) return [path];
  const [old, now] = [isBranch(before) ? before : {}, isBranch(after) ? after : {}];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
    changed(old[key], now[key], `${path}.${key}`),
  );
}
