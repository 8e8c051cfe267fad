import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { admissionPolicy, policyBinding, policyName } from '#domain/audit/admission/admission-policy.ts';
import { admissionRules } from '#domain/audit/admission/admission-rules.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import { aNamespace, anAuditedCluster } from '../../builders/an-audited-cluster.ts';
import { servedPod, servedPods } from '../../builders/served-pods.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { untilPasses } from '../clusters/until-passes.ts';

const access = inject('controlPlane');
let bench: RealBench;

const registration = '/apis/admissionregistration.k8s.io/v1';
const pssMinor = 36;
const rules = admissionRules(pssMinor);
const controlOf = (id: string) => controls.find((each) => each.id === id)!;
/** The server cuts warnings off after 4096 characters: a few policies for each namespace. */
const groupSize = 4;
const groups = Array.from({ length: Math.ceil(rules.length / groupSize) }, (_, at) => ({
  namespace: `policies-${at}`,
  rules: rules.slice(at * groupSize, (at + 1) * groupSize),
}));

async function apply(path: string, object: object): Promise<void> {
  const { status, text } = await bench.client.patch(
    `${path}?fieldManager=test&force=true&fieldValidation=Strict`,
    object,
    'application/apply-patch+yaml',
  );
  if (status >= 300) throw new Error(`${path} answered ${status}: ${text}`);
}

interface Verdict {
  readonly status: number;
  readonly text: string;
  /** Of the policies that warn. */
  readonly warned: readonly string[];
}

async function tryCreating(path: string, object: object): Promise<Verdict> {
  const { status, text, headers } = await bench.client.post(`${path}?dryRun=All`, object);
  const warned = [...(headers.warning ?? '').matchAll(/ValidatingAdmissionPolicy 'drydock-([a-z0-9-]+)'/g)];
  return { status, text, warned: [...new Set(warned.map(([, id = '']) => id.toUpperCase()))].toSorted() };
}

interface CheckedPolicy {
  readonly metadata: { readonly generation: number };
  readonly status?: object;
}

const selector = { matchLabels: { app: 'web' } };
type Fields = Readonly<Record<string, unknown>>;
const kinds: Readonly<
  Record<
    string,
    { readonly path: (namespace: string) => string; readonly wrap: (template: Fields) => Fields }
  >
> = {
  Pod: { path: (namespace) => `/api/v1/namespaces/${namespace}/pods`, wrap: (template) => template },
  PodTemplate: {
    path: (namespace) => `/api/v1/namespaces/${namespace}/podtemplates`,
    wrap: (template) => ({ apiVersion: 'v1', kind: 'PodTemplate', template }),
  },
  ReplicationController: {
    path: (namespace) => `/api/v1/namespaces/${namespace}/replicationcontrollers`,
    wrap: (template) => ({
      apiVersion: 'v1',
      kind: 'ReplicationController',
      spec: { selector: selector.matchLabels, template },
    }),
  },
  ...Object.fromEntries(
    ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map((kind) => [
      kind,
      {
        path: (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s`,
        wrap: (template: Fields) => ({ apiVersion: 'apps/v1', kind, spec: { selector, template } }),
      },
    ]),
  ),
  Job: {
    path: (namespace) => `/apis/batch/v1/namespaces/${namespace}/jobs`,
    wrap: (template) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: { template: neverRestarted(template) },
    }),
  },
  CronJob: {
    path: (namespace) => `/apis/batch/v1/namespaces/${namespace}/cronjobs`,
    wrap: (template) => ({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: neverRestarted(template) } } },
    }),
  },
};

function neverRestarted({ spec, ...template }: Fields): Fields {
  return { ...template, spec: { ...(spec as object), restartPolicy: 'Never' } };
}

function asKind(kind: string, pod: Fields, namespace: string): Fields {
  const { apiVersion: _, kind: __, ...template } = pod;
  const metadata = { name: 'web', namespace };
  return kind === 'Pod'
    ? { ...pod, metadata: { ...(pod.metadata as object), ...metadata } }
    : { ...kinds[kind]!.wrap(template), metadata };
}

function failedControls(object: Fields, namespace: string): readonly string[] {
  const cluster = anAuditedCluster({ objects: [aNamespace(namespace), object], pssMinor });
  return rules
    .map(({ control }) => control)
    .filter((id) => {
      const judgement = controlOf(id).judge(cluster);
      return Array.isArray(judgement) && judgement.some(({ outcome }) => outcome === 'fail');
    })
    .toSorted();
}

beforeAll(async () => {
  if (access === null) return;
  bench = await openRealBench(access);
  for (const { namespace, rules: own } of groups) {
    await bench.client.core.createNamespace({ body: { metadata: { name: namespace } } });
    for (const rule of own) {
      const name = policyName(rule.control);
      await apply(
        `${registration}/validatingadmissionpolicies/${name}`,
        admissionPolicy(rule, controlOf(rule.control)),
      );
      await apply(
        `${registration}/validatingadmissionpolicybindings/${name}`,
        policyBinding(rule.control, 'warn', [namespace]),
      );
    }
  }
  const everythingWrong = servedPod({
    spec: {
      hostNetwork: true,
      volumes: [{ name: 'node', hostPath: { path: '/' } }],
      initContainers: [{ name: 'i', image: 'a' }],
    },
    podContext: { runAsNonRoot: null, windowsOptions: { runAsUserName: 'ContainerAdministrator' } },
  });
  for (const { namespace } of groups)
    await untilPasses(async () => {
      const { status, warned, text } = await tryCreating(kinds.Pod!.path(namespace), everythingWrong);
      expect(status, text).toBe(201);
      expect(warned.length).toBeGreaterThan(0);
    });
}, 120_000);
afterAll(() => bench?.close());

describe.skipIf(access === null)('policies of a real API server', () => {
  it('have no expression that the server takes for mistyped', async () => {
    for (const { control } of rules)
      await untilPasses(async () => {
        const { text } = await bench.client.get(
          `${registration}/validatingadmissionpolicies/${policyName(control)}`,
        );
        const { metadata, status } = JSON.parse(text) as CheckedPolicy;
        expect(status).toEqual({ observedGeneration: metadata.generation, typeChecking: {} });
      });
  });

  it.each(Object.keys(kinds))('find of a %s what the controls fail', async (kind) => {
    const differences: string[] = [];
    for (const [name, changes] of Object.entries(servedPods)) {
      const found: string[] = [];
      for (const { namespace } of groups) {
        const object = asKind(kind, servedPod(changes), namespace);
        const { status, text, warned } = await tryCreating(kinds[kind]!.path(namespace), object);
        if (status !== 201) {
          differences.push(`${name}: ${status} ${text}`);
          break;
        }
        found.push(...warned);
      }
      const failed = failedControls(asKind(kind, servedPod(changes), 'shop'), 'shop');
      if (found.toSorted().join() !== failed.join())
        differences.push(`${name}: policies ${found.join()} controls ${failed.join()}`);
    }
    expect(differences).toEqual([]);
  });
});
