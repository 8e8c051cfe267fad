import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controls } from '#domain/audit/controls/controls.ts';
import { mechanicalFixes } from '#domain/audit/fix/mechanical-fixes.ts';
import { type Fix, proposeFixes } from '#domain/audit/fix/propose-fixes.ts';
import { unfixedControls } from '#domain/audit/fix/unfixed-controls.ts';
import { applyJsonPatch } from '#simulator/kubernetes/write/json-patch.ts';
import { applyStrategicMergePatch } from '#simulator/kubernetes/write/merge-patch.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { aPod, type PodManifest, workloadsOf } from '../../../builders/a-pod.ts';
import { anAuditedCluster, audited } from '../../../builders/an-audited-cluster.ts';
import { anyPod, type PodObject } from '../../../builders/any-pod.ts';

type Fields = Readonly<Record<string, unknown>>;
type Given = Parameters<typeof audited>[0];

function proposedFor(object: object, given: Given = {}): ReturnType<typeof proposeFixes> {
  const objects = [object, ...(given.objects ?? [])];
  const { controls: reports } = audited({ ...given, objects });
  return proposeFixes([{ ...object }], reports, anAuditedCluster({ ...given, objects }));
}

function fixesOf(object: object, given: Given = {}): readonly Fix[] {
  return proposedFor(object, given).fixes;
}

/** As an API server would: test/conformance asks a real one the same. */
function patched(object: object, { type, patch }: Fix): Fields {
  return (type === 'json' ? applyJsonPatch : applyStrategicMergePatch)(object, patch) as Fields;
}

function findingsOf(object: object): readonly string[] {
  return audited({ objects: [object] }).controls.flatMap(({ id, evidence }) =>
    evidence
      .filter(({ outcome }) => outcome !== 'info')
      .map(({ resource, container = '' }) => `${id} ${resource} ${container}`),
  );
}

const custom = ({ metadata, spec }: Pick<PodManifest, 'metadata' | 'spec'>) =>
  [
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['apps.kruise.io/v1alpha1', 'CloneSet'],
    ['apps.openshift.io/v1', 'DeploymentConfig'],
  ].map(([apiVersion, kind]) => ({
    apiVersion,
    kind,
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template: { metadata, spec } },
  }));
const everyKind = (pod: PodManifest) => [pod, ...workloadsOf(pod), ...custom(pod)];

const bad = (context: object, podContext: object = {}): PodManifest =>
  aPod({ spec: { securityContext: podContext }, container: { securityContext: context } });
const annotated = (key: string, value: string) => aPod({ metadata: { annotations: { [key]: value } } });
const appArmor = 'container.apparmor.security.beta.kubernetes.io/main';

const cases: readonly (readonly [what: string, id: string, pod: PodManifest, becomes: 'fixed' | 'left'])[] = [
  ['escalation that is not set', 'SB-POD-02', bad({}), 'fixed'],
  ['escalation that is allowed', 'SB-POD-02', bad({ allowPrivilegeEscalation: true }), 'fixed'],
  ['a privileged container', 'SB-POD-02', bad({ privileged: true }), 'left'],
  ['SYS_ADMIN', 'SB-POD-02', bad({ capabilities: { add: ['SYS_ADMIN'] } }), 'left'],
  ['a uid alone', 'SB-POD-03', bad({}, { runAsUser: 1000 }), 'fixed'],
  ['a uid with runAsNonRoot false', 'SB-POD-03', bad({ runAsUser: 1, runAsNonRoot: false }), 'fixed'],
  ['no uid', 'SB-POD-03', bad({}), 'left'],
  ['uid 0', 'SB-POD-03', bad({ runAsUser: 0 }), 'left'],
  ['capabilities that are kept', 'SB-POD-04', bad({}), 'fixed'],
  [
    'capabilities dropped in part',
    'SB-POD-04',
    bad({ capabilities: { drop: ['NET_RAW'], add: ['CHOWN'] } }),
    'fixed',
  ],
  ['a capability that is added', 'SB-POD-04', bad({ capabilities: { add: ['SYS_PTRACE'] } }), 'left'],
  ['no seccomp profile', 'SB-LSM-02', bad({}), 'fixed'],
  ['seccomp that is unconfined', 'SB-LSM-02', bad({ seccompProfile: { type: 'Unconfined' } }), 'left'],
  ['a seccomp annotation', 'SB-LSM-05', annotated('seccomp.security.alpha.kubernetes.io/pod', 'x'), 'fixed'],
  ['AppArmor by annotation alone', 'SB-LSM-01', annotated(appArmor, 'localhost/p'), 'fixed'],
  ['AppArmor unconfined by annotation', 'SB-LSM-01', annotated(appArmor, 'unconfined'), 'left'],
  ['the token of default', 'SB-POD-15', aPod(), 'fixed'],
  ['a token that is asked for', 'SB-POD-15', aPod({ spec: { automountServiceAccountToken: true } }), 'left'],
  ['the token of another account', 'SB-POD-15', aPod({ spec: { serviceAccountName: 'web' } }), 'left'],
  ['a writable root', 'SB-POD-13', aPod(), 'left'],
];

describe('a patch', () => {
  it.each(cases)(
    'of %s (%s), %#, makes the control pass in every kind, or is none',
    (_, id, pod, becomes) => {
      for (const object of everyKind(pod)) {
        const fix = fixesOf(object).find((each) => each.controls.includes(id));
        expect(fix === undefined, object.kind).toBe(becomes === 'left');
        if (fix === undefined) continue;
        const after = patched(object, fix);
        expect(findingsOf(after).filter((each) => each.startsWith(id))).toEqual([]);
        expect(fixesOf(after)).toEqual([]);
      }
    },
  );

  it('names its object, and what it sets alone', () => {
    const [deployment] = workloadsOf(bad({ capabilities: { add: ['CHOWN'] } })).filter(
      ({ apiVersion, kind }) => apiVersion === 'apps/v1' && kind === 'Deployment',
    );
    const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
    expect(fixesOf(deployment!)).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
        controls: ['SB-POD-02', 'SB-POD-04', 'SB-POD-15', 'SB-LSM-02'],
        type: 'strategic',
        isReplaced: false,
        patch: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'web', namespace: 'shop' },
          spec: {
            template: {
              spec: {
                automountServiceAccountToken: false,
                securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
                containers: [{ name: 'main', securityContext }],
              },
            },
          },
        },
      },
    ]);
  });

  it('of a custom resource is a JSON patch that tests the name of the container', () => {
    const [rollout] = custom(aPod({ container: { securityContext: null } }));
    expect(fixesOf(rollout!)[0]).toMatchObject({
      type: 'json',
      patch: [
        { op: 'test', path: '/spec/template/spec/containers/0/name', value: 'main' },
        {
          op: 'add',
          path: '/spec/template/spec/containers/0/securityContext',
          value: { allowPrivilegeEscalation: false },
        },
        {
          op: 'add',
          path: '/spec/template/spec/containers/0/securityContext/capabilities',
          value: { drop: ['ALL'] },
        },
        { op: 'add', path: '/spec/template/spec/automountServiceAccountToken', value: false },
      ],
    });
  });

  it('leaves what is waived, and the seccomp profile of its neighbour', () => {
    const side = { name: 'side', image: 'registry.invalid/side:1' };
    const pod = bad({});
    const object = { ...pod, spec: { ...pod.spec, containers: [...(pod.spec.containers ?? []), side] } };
    const waivers = ['SB-POD-02', 'SB-LSM-02'].map((control) =>
      aControlWaiver({ control, resource: 'Pod/shop/web side' }),
    );
    const [fix] = fixesOf(object, { waivers });
    const { spec } = fix!.patch as { readonly spec: Fields };
    expect(spec).toMatchObject({
      containers: [
        { name: 'main', securityContext: { allowPrivilegeEscalation: false, seccompProfile: {} } },
        { name: 'side', securityContext: { capabilities: { drop: ['ALL'] } } },
      ],
    });
    expect(JSON.stringify(spec).match(/allowPrivilegeEscalation|RuntimeDefault/g)).toHaveLength(2);
  });

  it('keeps the order of containers, in which init containers run', () => {
    const container = (name: string, securityContext: object) => ({ name, image: 'a:1', securityContext });
    const initContainers = [
      container('one', { privileged: true, capabilities: {} }),
      container('two', {}),
      container('three', { runAsUser: 1, allowPrivilegeEscalation: true }),
    ];
    const pod = bad({});
    const object = { ...pod, spec: { ...pod.spec, initContainers } };
    const { spec } = patched(object, fixesOf(object)[0]!) as { readonly spec: PodManifest['spec'] };
    expect(spec.initContainers?.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
  });

  it('takes no token of an account default that a binding gives rights', () => {
    const binding = (subject: object) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'shop' },
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [subject],
    });
    const fixed = (subject: object) =>
      fixesOf(aPod(), { objects: [binding(subject)] }).flatMap((each) => each.controls);
    expect(fixed({ kind: 'ServiceAccount', name: 'default' })).not.toContain('SB-POD-15');
    expect(fixed({ kind: 'Group', name: 'system:serviceaccounts:shop' })).not.toContain('SB-POD-15');
    expect(fixed({ kind: 'ServiceAccount', name: 'web' })).toContain('SB-POD-15');
  });

  it.each([
    ['without a name', { metadata: { namespace: 'shop', generateName: 'web-' } }],
    ['with containers of the same name', { spec: { containers: [{ name: 'a' }, { name: 'a' }] } }],
  ])('is not there for an object %s', (_, changes) => {
    expect(fixesOf({ ...bad({}), ...changes })).toEqual([]);
  });

  it('breaks nothing, changes nothing else, and leaves less to do', () => {
    fc.assert(
      fc.property(anyPod(), fc.nat(), (pod, at) => {
        const all = everyKind(pod as PodObject & PodManifest);
        const object = { ...all[at % all.length]!, metadata: { name: 'web', namespace: 'shop' } };
        for (const fix of fixesOf(object)) {
          const after = patched(object, fix);
          const [had, has] = [findingsOf(object), findingsOf(after)];
          expect(had).toEqual(expect.arrayContaining([...has]));
          for (const id of fix.controls)
            expect(has.filter((each) => each.startsWith(id)).length).toBeLessThan(
              had.filter((each) => each.startsWith(id)).length,
            );
          for (const each of changedLeaves(object, after)) expect(each).toMatch(settable);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const settable =
  /securityContext\.(allowPrivilegeEscalation|runAsNonRoot|capabilities\.drop|(seccomp|appArmor)Profile)|automountServiceAccountToken$|metadata\.annotations/;

/** Paths of values that are not the same in both. */
function changedLeaves(before: unknown, after: unknown, path = ''): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const isBranch = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
  if (!isBranch(before) && !isBranch(after)) return [path];
  const [old, now] = [isBranch(before) ? before : {}, isBranch(after) ? after : {}];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
    changedLeaves(old[key], now[key], `${path}.${key}`),
  );
}

const byName = 'a patch finds containers by their names: one has none, or that of another';
const unconfined = { securityContext: { seccompProfile: { type: 'Unconfined' } } };
const knative = (...containers: readonly object[]) => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: { name: 'kn', namespace: 'shop' },
  spec: { template: { spec: { containers } } },
});
const left = 'Unconfined where the manifest sets it';

describe('where there is no patch', () => {
  it.each<[what: string, object: object, unfixed: readonly (readonly [string, number])[], patches: number]>([
    ['each container is named as Knative names it', knative({ image: 'a' }, { image: 'b' }), [], 1],
    ['a container beside one that is fixed', knative({ image: 'a' }, { ...unconfined }), [[left, 1]], 1],
    [
      'containers without names',
      { ...bad({}), spec: { containers: [{ image: 'a' }, { image: 'b' }] } },
      [[byName, 1]],
      0,
    ],
    [
      'containers of the same name beside another',
      { ...bad({}), spec: { containers: [{ name: 'a' }, { name: 'a' }, { name: 'b' }] } },
      [[byName, 2]],
      0,
    ],
    [
      'an object without a name',
      { ...bad({}), metadata: { namespace: 'shop' } },
      [['the object has no name', 1]],
      0,
    ],
    [
      'an object whose name is generated',
      { ...bad({}), metadata: { namespace: 'shop', generateName: 'web-' } },
      [['the object has no name', 1]],
      0,
    ],
  ])('the reason is true and each finding counts: %s', (_, object, unfixed, patches) => {
    const proposed = proposedFor(object);
    const seccomp = proposed.unfixed.filter(({ control }) => control === 'SB-LSM-02');
    expect(seccomp.map(({ why, findings }) => [why, findings])).toEqual(unfixed);
    expect(proposed.fixes).toHaveLength(patches);
  });

  it('every finding of pods is in a patch or has its reason', () => {
    fc.assert(
      fc.property(anyPod(), (pod) => {
        for (const object of everyKind(pod as PodObject & PodManifest)) {
          const { fixes, unfixed } = proposedFor(object);
          const without = findingsOf(object).filter(
            (each) => !fixes.some(({ controls: ids }) => ids.includes(each.split(' ')[0]!)),
          );
          const counted = new Set(unfixed.map(({ control }) => control));
          for (const id of new Set(without.map((each) => each.split(' ')[0]!)))
            if (ofPods.includes(id)) expect([...counted]).toContain(id);
        }
      }),
      { numRuns: 15 },
    );
  });
});

const ofPods = controls.filter(({ needs }) => needs.includes('workloads')).map(({ id }) => id);

it('is there for every control of pods, or the reason why not', () => {
  const known = [...mechanicalFixes.map(({ control }) => control), ...unfixedControls.keys()];
  expect(known.toSorted()).toEqual(ofPods.toSorted());
});
