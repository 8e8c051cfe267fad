import { AdmissionregistrationV1Api } from '@kubernetes/client-node';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  admissionPolicy,
  type Enforcement,
  policyBinding,
  policyName,
} from '#domain/audit/admission/admission-policy.ts';
import { admissionRules } from '#domain/audit/admission/admission-rules.ts';
import { auditCluster } from '#domain/audit/audit.ts';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import { proposePoliciesOf } from '#domain/audit/hardening/propose-policies.ts';
import { openAuditClient } from '#gateways/kubernetes/audit/audit-client.ts';
import { openHardeningClient } from '#gateways/kubernetes/audit/hardening-client.ts';
import { applyProposal } from '#procedures/harden/apply-proposal.ts';
import { readServerAudit } from '#procedures/read/read-audit.ts';
import { aNamespace, anAuditedCluster } from '../../builders/an-audited-cluster.ts';
import { servedObjects } from '../../builders/served-objects.ts';
import { type ServedChanges, servedPod, servedPods } from '../../builders/served-pods.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { untilPasses } from '../clusters/until-passes.ts';

const access = inject('controlPlane');
let bench: RealBench;

const seed = 20261203;
/** As SB-LSM-01 `differs`. */
const judgedAsCopied = ['AppArmor of the pod unconfined', 'AppArmor by annotation'];
const registration = '/apis/admissionregistration.k8s.io/v1';
const pssMinor = 36;
const rules = admissionRules(pssMinor);
const podRules = rules.filter((each) => each.of === 'pods');
const otherRules = rules.filter((each) => each.of !== 'pods');
const controlOf = (id: string) => controls.find((each) => each.id === id)!;
/** The server cuts warnings off after 4096 characters: a few policies for each namespace. */
const groupSize = 4;
const groups = Array.from({ length: Math.ceil(podRules.length / groupSize) }, (_, at) => ({
  namespace: `policies-${at}`,
  rules: podRules.slice(at * groupSize, (at + 1) * groupSize),
}));

async function apply(path: string, object: object): Promise<void> {
  const { status, text } = await bench.client.patch(
    `${path}?fieldManager=test&force=true&fieldValidation=Strict`,
    object,
    'application/apply-patch+yaml',
  );
  if (status >= 300) throw new Error(`${path} answered ${status}: ${text}`);
}

async function bind(id: string, enforcement: Enforcement, namespace: string | null): Promise<void> {
  const name = namespace === null ? policyName(id) : `${policyName(id)}.${namespace}`;
  await apply(
    `${registration}/validatingadmissionpolicybindings/${name}`,
    policyBinding(rules.find(({ control }) => control === id)!, enforcement, namespace),
  );
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

function pathOf({ kind, metadata }: Fields): string {
  const { namespace, name } = metadata as { readonly namespace?: string; readonly name?: string };
  if (kind === 'ClusterRoleBinding') return '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
  if (kind === 'Namespace') return '/api/v1/namespaces';
  const groups = { RoleBinding: 'rbac.authorization.k8s.io', Ingress: 'networking.k8s.io' };
  const plural = { RoleBinding: 'rolebindings', Ingress: 'ingresses', Service: 'services' }[String(kind)];
  const group = groups[String(kind) as keyof typeof groups];
  if (plural === undefined) throw new Error(`no path for ${String(kind)} ${name}`);
  return `${group === undefined ? '/api/v1' : `/apis/${group}/v1`}/namespaces/${namespace}/${plural}`;
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

function failedControls(object: Fields, namespace: string, among = podRules): readonly string[] {
  const cluster = anAuditedCluster({ objects: [aNamespace(namespace), object], pssMinor });
  return among
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
  await bench.client.core.createNamespace({ body: { metadata: { name: 'shop' } } });
  for (const rule of otherRules) {
    await apply(
      `${registration}/validatingadmissionpolicies/${policyName(rule.control)}`,
      admissionPolicy(rule, controlOf(rule.control)),
    );
    await bind(rule.control, 'warn', null);
  }
  for (const { namespace, rules: own } of groups) {
    await bench.client.core.createNamespace({ body: { metadata: { name: namespace } } });
    for (const rule of own) {
      const name = policyName(rule.control);
      await apply(
        `${registration}/validatingadmissionpolicies/${name}`,
        admissionPolicy(rule, controlOf(rule.control)),
      );
      await bind(rule.control, 'warn', namespace);
    }
  }
  for (const { namespace, rules: own } of groups)
    for (const { control } of own)
      await untilPasses(async () => {
        const bad = asKind('Pod', servedPod(rowsOf(control, true)[0]), namespace);
        expect((await tryCreating(kinds.Pod!.path(namespace), bad)).warned).toContain(control);
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

  it('find of everything else what the controls fail', async () => {
    const judgedBy = (object: Fields) => ({
      failed: failedControls(object, 'shop', otherRules),
      warned: async () => {
        const { status, text, warned } = await tryCreating(pathOf(object), object);
        expect([status, text]).toEqual([201, expect.anything()]);
        return warned;
      },
    });
    for (const rule of otherRules) {
      const bad = Object.values(servedObjects).find((each) => judgedBy(each).failed.includes(rule.control))!;
      await untilPasses(async () => expect(await judgedBy(bad).warned()).toContain(rule.control));
    }
    const all = Object.entries(servedObjects).map(([name, object]) => ({ name, ...judgedBy(object) }));
    const found: object[] = [];
    for (const { name, warned } of all) found.push({ name, controls: await warned() });
    expect(found).toEqual(all.map(({ name, failed }) => ({ name, controls: failed })));
  });

  it('find of combined pods what the controls fail', async () => {
    const names = Object.keys(servedPods);
    const combinations = fc.sample(fc.subarray(names, { minLength: 2, maxLength: 5 }), {
      seed,
      numRuns: 400,
    });
    let taken = 0;
    const differences: string[] = [];
    for (const combination of combinations) {
      if (judgedAsCopied.every((each) => combination.includes(each))) continue;
      const pod = servedPod(combined(combination.map((name) => servedPods[name]!)));
      const found: string[] = [];
      let isTaken = true;
      for (const { namespace } of groups) {
        const { status, warned } = await tryCreating(
          kinds.Pod!.path(namespace),
          asKind('Pod', pod, namespace),
        );
        isTaken = status === 201;
        if (!isTaken) break;
        found.push(...warned);
      }
      if (!isTaken) continue;
      taken += 1;
      const failed = failedControls(asKind('Pod', pod, 'shop'), 'shop');
      if (found.toSorted().join() !== failed.join())
        differences.push(`${combination.join(' + ')}: policies ${found.join()} controls ${failed.join()}`);
    }
    expect(differences).toEqual([]);
    expect(taken).toBeGreaterThan(100);
  });

  it('cost no more of a large pod than the server allows', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => at);
    const large = (isBad: boolean) => {
      const [main] = (servedPod({}).spec as { readonly containers: readonly Fields[] }).containers;
      const containers = many(40).map((at) => ({
        ...main,
        name: `c-${at}`,
        env: many(60).map((each) => ({
          name: `SETTING_${each}`,
          value: 'https://example.com/a/path'.repeat(4),
        })),
        ports: many(20).map((each) => ({ containerPort: 1000 + at * 20 + each })),
        volumeMounts: many(40).map((each) => ({
          name: `v-${each}`,
          mountPath: `/v/${each}`,
          readOnly: true,
        })),
        ...(isBad && at === 39 ? { volumeMounts: [{ name: 'v-39', mountPath: '/v' }] } : {}),
      }));
      const volumes = many(40).map((at) => ({ name: `v-${at}`, hostPath: { path: `/srv/${at}` } }));
      return servedPod({ spec: { containers, volumes } });
    };
    for (const pod of [large(false), large(true)]) {
      const found: string[] = [];
      for (const { namespace } of groups) {
        const { text, warned } = await tryCreating(kinds.Pod!.path(namespace), asKind('Pod', pod, namespace));
        expect(text).not.toContain('budget');
        found.push(...warned);
      }
      expect(found.toSorted()).toEqual(failedControls(asKind('Pod', pod, 'shop'), 'shop'));
    }
  });
});

const rowsOf = (id: string, isBad: boolean) =>
  Object.values(servedPods).filter(
    (changes) => failedControls(asKind('Pod', servedPod(changes), 'shop'), 'shop').includes(id) === isBad,
  );

describe.skipIf(access === null)('a policy that denies', () => {
  const pods = (namespace: string) => kinds.Pod!.path(namespace);
  const untilDenied = (namespace: string, pod: Fields) =>
    untilPasses(async () => {
      const { status } = await tryCreating(pods(namespace), asKind('Pod', pod, namespace));
      expect(status).toBe(403);
    });
  const patch = async (path: string, change: object, type = 'application/strategic-merge-patch+json') => {
    const { status, text } = await bench.client.patch(`${path}?dryRun=All`, change, type);
    return `${status} ${(JSON.parse(text) as { readonly message?: string }).message ?? ''}`;
  };

  it.each(podRules.map(({ control }) => control))(
    'refuses what %s fails, with its reason, and admits the rest',
    async (id) => {
      const namespace = `denied-${id.toLowerCase()}`;
      await bench.client.core.createNamespace({ body: { metadata: { name: namespace } } });
      await bind(id, 'deny', namespace);
      const bad = rowsOf(id, true);
      expect(bad.length).toBeGreaterThan(0);
      await untilDenied(namespace, servedPod(bad[0]));
      for (const changes of bad) {
        const { status, text } = await tryCreating(
          pods(namespace),
          asKind('Pod', servedPod(changes), namespace),
        );
        expect([status, text]).toEqual([403, expect.stringContaining(`${id} (${controlOf(id).title}): `)]);
        expect(text).toContain(JSON.stringify(controlOf(id).remediation).slice(1, -1));
      }
      for (const changes of rowsOf(id, false)) {
        const { status, text } = await tryCreating(
          pods(namespace),
          asKind('Pod', servedPod(changes), namespace),
        );
        expect([status, text]).toEqual([201, expect.anything()]);
      }
    },
  );

  it('judges changes of pods and templates, and leaves whatever stands to scale, label and delete', async () => {
    const namespace = 'policies-standing';
    const bad = servedPod(servedPods['escalation unset']);
    await bench.client.core.createNamespace({ body: { metadata: { name: namespace } } });
    const deployments = kinds.Deployment!.path(namespace);
    const make = async (path: string, object: Fields) =>
      expect((await bench.client.post(path, object)).status).toBe(201);
    const deployment = asKind('Deployment', bad, namespace);
    await make(deployments, { ...deployment, spec: { ...(deployment.spec as object), replicas: 0 } });
    await make(pods(namespace), asKind('Pod', bad, namespace));
    const good = asKind('Pod', servedPod({}), namespace);
    await make(pods(namespace), { ...good, metadata: { ...(good.metadata as object), name: 'good' } });
    await bind('SB-POD-02', 'deny', namespace);
    await untilDenied(namespace, bad);

    const container = (fields: object) => ({
      spec: { template: { spec: { containers: [{ name: 'main', ...fields }] } } },
    });
    const debug = (securityContext: object) => ({
      spec: { ephemeralContainers: [{ name: 'debug', image: 'registry.invalid/debug:1', securityContext }] },
    });
    const denied = expect.stringMatching(/^403 .*SB-POD-02 \(Containers cannot gain privileges\): /);
    const ok = '200 ';
    const rows: readonly (readonly [path: string, change: object, said: unknown])[] = [
      [`${deployments}/web`, { metadata: { labels: { team: 'shop' } } }, ok],
      [`${deployments}/web`, { spec: { replicas: 2 } }, ok],
      [`${deployments}/web`, { spec: { template: { metadata: { annotations: { restarted: 'now' } } } } }, ok],
      [`${deployments}/web`, container({ image: 'registry.invalid/app:2' }), denied],
      [`${deployments}/web`, container({ securityContext: { allowPrivilegeEscalation: false } }), ok],
      [
        `${pods(namespace)}/web`,
        { metadata: { labels: { team: 'shop' }, finalizers: ['example.com/x'] } },
        ok,
      ],
      [
        `${pods(namespace)}/web`,
        { spec: { containers: [{ name: 'main', image: 'registry.invalid/app:2' }] } },
        denied,
      ],
      [
        `${pods(namespace)}/good`,
        { spec: { containers: [{ name: 'main', image: 'registry.invalid/app:2' }] } },
        ok,
      ],
      [`${pods(namespace)}/good/ephemeralcontainers`, debug({}), denied],
      [`${pods(namespace)}/good/ephemeralcontainers`, debug({ allowPrivilegeEscalation: false }), ok],
      [`${pods(namespace)}/web/ephemeralcontainers`, debug({ allowPrivilegeEscalation: false }), denied],
    ];
    for (const [path, change, said] of rows)
      expect([path, change, await patch(path, change)]).toEqual([path, change, said]);
    expect(
      await bench.client.core.deleteNamespacedPod({ namespace, name: 'web', gracePeriodSeconds: 0 }),
    ).toBeDefined();
  });

  it('judges services, bindings and namespaces when they change, in its namespace alone', async () => {
    const namespace = 'policies-of-others';
    const at = (object: Fields): Fields => ({
      ...object,
      metadata: { ...(object.metadata as object), namespace },
    });
    const open = at(servedObjects['an open load balancer']!);
    const role = servedObjects['a group with cluster-admin in a namespace']!;
    await bench.client.core.createNamespace({ body: { metadata: { name: namespace } } });
    expect((await bench.client.post(pathOf(open), open)).status).toBe(201);
    for (const id of ['SB-NET-07', 'SB-ENT-06', 'SB-POD-06']) await bind(id, 'deny', namespace);
    const verdict = async (object: Fields) => (await tryCreating(pathOf(object), object)).status;
    await untilPasses(async () => {
      const second = { ...open, metadata: { name: 'second', namespace } };
      expect([await verdict(second), await verdict(at(role))]).toEqual([403, 403]);
      const unlabelled = {
        metadata: { labels: { 'pod-security.kubernetes.io/enforce': null, team: 'shop' } },
      };
      expect(await patch(`/api/v1/namespaces/${namespace}`, unlabelled)).toMatch(/^403 .*SB-POD-06/);
    });
    expect(await verdict(servedObjects['a group with cluster-admin']!)).toBe(201);
    expect(await verdict(role)).toBe(201);
    expect(await patch(`${pathOf(open)}/web`, { metadata: { labels: { team: 'shop' } } })).toBe('200 ');
    expect(await patch(`${pathOf(open)}/web`, { spec: { sessionAffinity: 'ClientIP' } })).toMatch(
      /^403 .*SB-NET-07/,
    );
    const fixed = { spec: { loadBalancerSourceRanges: ['10.0.0.0/8'] } };
    expect(await patch(`${pathOf(open)}/web`, fixed)).toBe('200 ');
  });

  it('excuses the namespaces that the audit excuses', async () => {
    const bad = servedPod(servedPods['escalation unset']);
    const labels = { 'kubernetes.azure.com/managedby': 'aks' };
    await bench.client.core.createNamespace({ body: { metadata: { name: 'acstor', labels } } });
    await bench.client.core.createNamespace({ body: { metadata: { name: 'aks-command' } } });
    for (const namespace of ['acstor', 'aks-command', 'kube-public'])
      await bind('SB-POD-02', 'deny', namespace);
    await untilDenied('aks-command', bad);
    for (const namespace of ['acstor', 'kube-public']) {
      const { status } = await tryCreating(pods(namespace), asKind('Pod', bad, namespace));
      expect([namespace, status]).toEqual([namespace, 201]);
    }
    await bench.client.patch(
      '/api/v1/namespaces/acstor',
      { metadata: { labels: { 'kubernetes.azure.com/managedby': null } } },
      'application/merge-patch+json',
    );
    await untilDenied('acstor', bad);
  });
});

describe.skipIf(access === null)('policies that harden applies', () => {
  const namespace = 'policies-harden';
  const id = 'SB-POD-02';
  const soon = () => AbortSignal.timeout(60_000);

  async function harden(enforcement: Enforcement, isMeant = true): Promise<readonly string[]> {
    const reading = await readServerAudit(openAuditClient((call) => call(bench.client), soon()));
    const options = { arm: null, engine: null, targetMinor: null, pssMinor: null, pssLevel: null };
    const cluster = clusterOfLive(reading, { ...options, now: Date.now() });
    const proposals = proposePoliciesOf(cluster, auditCluster(cluster, [], 'strict'), {
      controls: [id],
      namespaces: [namespace],
      enforcement,
      pssMinor: cluster.pssMinor,
      waivers: [],
      now: Date.now(),
    });
    const told: string[] = [];
    for (const each of proposals) {
      if (each.kind !== 'apply') told.push(`${each.kind}: ${each.why}`);
      else {
        const { state, why, undo } = await applyProposal(
          openHardeningClient(bench.client, soon()),
          each,
          isMeant,
        );
        told.push([state, why ?? undo].join(' '));
      }
    }
    return told;
  }

  const binding = `${policyName(id)}.${namespace}`;
  const undoPatch = (before: string) =>
    expect.stringMatching(
      new RegExp(
        `^applied kubectl patch validatingadmissionpolicybinding ${binding} --type merge -p '.*\\["${before}`,
      ),
    );

  it('go from audit over warn to deny, and deny nothing that stands', async () => {
    await bench.client.core.createNamespace({ body: { metadata: { name: namespace } } });
    // The policy of the tests above has another manager.
    await bench.client
      .api(AdmissionregistrationV1Api)
      .deleteValidatingAdmissionPolicy({ name: policyName(id) });
    expect(await harden('deny', false)).toEqual([
      'tried ',
      'refused its policy does not warn yet: apply --enforcement warn first',
    ]);
    expect(await harden('audit')).toEqual([
      `applied kubectl delete validatingadmissionpolicy ${policyName(id)}`,
      `applied kubectl delete validatingadmissionpolicybinding ${binding}`,
    ]);
    expect(await harden('audit')).toEqual(['unchanged ', 'unchanged ']);
    expect(await harden('warn')).toEqual(['unchanged ', undoPatch('Audit"\\]')]);
    const bad = asKind('Pod', servedPod(servedPods['escalation unset']), namespace);
    expect((await bench.client.post(kinds.Pod!.path(namespace), bad)).status).toBe(201);
    expect(await harden('deny')).toEqual([
      expect.stringMatching(new RegExp(`^refuse: Pod/${namespace}/web would be refused, also when a drain`)),
    ]);
    await bench.client.core.deleteNamespacedPod({ namespace, name: 'web', gracePeriodSeconds: 0 });
    expect(await harden('deny')).toEqual(['unchanged ', undoPatch('Audit","Warn"\\]')]);
    await untilPasses(async () =>
      expect((await tryCreating(kinds.Pod!.path(namespace), bad)).text).toContain(`${id} (`),
    );
  });
});

/** One pod of what several change; what comes later counts. */
function combined(changes: readonly ServedChanges[]): ServedChanges {
  const fields = ['spec', 'container', 'context', 'podContext', 'annotations'] as const;
  return Object.fromEntries(
    fields.flatMap((field) => {
      const given = changes.flatMap((each) => each[field] ?? []);
      return given.length === 0 ? [] : [[field, Object.assign({}, ...given)]];
    }),
  );
}
