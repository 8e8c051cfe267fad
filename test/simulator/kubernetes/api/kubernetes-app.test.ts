import {
  ApisApi,
  AppsV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  Health,
  PatchStrategy,
  PolicyV1Api,
  setHeaderOptions,
  VersionApi,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Served, serveCluster } from '../../../simulated/served-cluster.ts';
import {
  aBudget,
  aDaemonSet,
  aDeployment,
  aSimulatedCluster,
  type SimulatedCluster,
} from '../../../simulated/simulated-cluster.ts';
import { refused } from './refusal.ts';

let simulated: SimulatedCluster;
let served: Served;
let core: CoreV1Api;

beforeAll(async () => {
  served = await serveCluster(() => simulated.cluster);
  core = served.kubeConfig().makeApiClient(CoreV1Api);
});
beforeEach(() => {
  simulated = aSimulatedCluster({ workloads: [aDeployment(), aDaemonSet(), aBudget({ minAvailable: 2 })] });
});
afterAll(() => served.close());

describe('the Kubernetes API of a simulated cluster, asked by the unmodified client', () => {
  it('says its version, and the next one once the control plane has moved', async () => {
    const version = served.kubeConfig().makeApiClient(VersionApi);
    expect(await version.getCode()).toMatchObject({ major: '1', minor: '33', gitVersion: 'v1.33.5' });
    simulated.cluster.setControlPlaneVersion('1.34.1');
    expect((await version.getCode()).gitVersion).toBe('v1.34.1');
  });

  it('is ready and alive', async () => {
    const health = new Health(served.kubeConfig());
    expect([await health.readyz({}), await health.livez({})]).toEqual([true, true]);
  });

  it('lists its groups and resources', async () => {
    const { groups } = await served.kubeConfig().makeApiClient(ApisApi).getAPIVersions();
    const { resources } = await core.getAPIResources();
    expect(groups.map(({ name }) => name)).toEqual([
      'apps',
      'batch',
      'coordination.k8s.io',
      'policy',
      'admissionregistration.k8s.io',
      'discovery.k8s.io',
      'networking.k8s.io',
      'cilium.io',
      'crd.projectcalico.org',
      'policy.networking.k8s.io',
      'rbac.authorization.k8s.io',
      'authorization.k8s.io',
      'authentication.k8s.io',
    ]);
    expect(resources.map(({ name }) => name)).toContain('pods/eviction');
  });

  it('allows everything to every caller', async () => {
    const authorization = served.kubeConfig().makeApiClient(AuthorizationV1Api);
    const spec = { resourceAttributes: { verb: 'create', resource: 'pods/eviction' } };
    const review = await authorization.createSelfSubjectAccessReview({ body: { spec } });
    expect(review).toMatchObject({ spec, status: { allowed: true } });
    expect(served.answered.at(-1)).toMatchObject({ status: 201, mutation: false });
  });

  it('refuses a caller without a valid token', async () => {
    const stranger = served.kubeConfig('guess').makeApiClient(CoreV1Api);
    expect((await refused(stranger.listNode())).code).toBe(401);
  });
});

describe('what the API reads', () => {
  it('shows nodes as AKS labels them', async () => {
    const { items } = await core.listNode();
    expect(items.map((node) => node.metadata?.name)).toEqual(['node-0', 'node-1', 'node-2']);
    expect(items[0]?.status?.nodeInfo?.kubeletVersion).toBe('v1.33.5');
    expect(items[0]?.metadata?.labels).toMatchObject({
      'kubernetes.azure.com/agentpool': 'system',
      'kubernetes.azure.com/mode': 'system',
      'kubernetes.azure.com/node-image-version': 'AKSUbuntu-2204gen2containerd-202611.01.0',
    });
    expect(items[0]?.spec?.providerID).toMatch(/^azure:\/\/\/subscriptions\//);
  });

  it('shows a fresh heartbeat of ready nodes, an old one of those that are down', async () => {
    simulated.cluster.setNodeReady('node-1', false);
    const went = new Date(simulated.cluster.state.now());
    simulated.advance(3600);
    const heartbeats = (await core.listNode()).items.map(
      ({ status }) => status?.conditions?.find(({ type }) => type === 'Ready')?.lastHeartbeatTime,
    );
    expect(heartbeats[0]?.getTime()).toBeGreaterThan(went.getTime() + 3000_000);
    expect(heartbeats[1]).toEqual(went);
  });

  it('shows deployments, replica sets, daemon sets and budgets with their status', async () => {
    const apps = served.kubeConfig().makeApiClient(AppsV1Api);
    const namespace = 'shop';
    const [deployment] = (await apps.listNamespacedDeployment({ namespace })).items;
    const [replicaSet] = (await apps.listReplicaSetForAllNamespaces()).items;
    const [daemonSet] = (await apps.listNamespacedDaemonSet({ namespace })).items;
    const policy = served.kubeConfig().makeApiClient(PolicyV1Api);
    const [budget] = (await policy.listPodDisruptionBudgetForAllNamespaces()).items;
    expect(deployment?.status).toMatchObject({ readyReplicas: 3, availableReplicas: 3 });
    expect(replicaSet?.metadata?.ownerReferences).toMatchObject([{ kind: 'Deployment', name: 'web' }]);
    expect(daemonSet?.status).toMatchObject({ desiredNumberScheduled: 3, numberReady: 3 });
    expect(budget?.status).toMatchObject({ disruptionsAllowed: 1, desiredHealthy: 2, expectedPods: 3 });
  });

  it.each([
    ['everything', {}, 6],
    ['a label', { labelSelector: 'app=web' }, 3],
    ['a set of labels', { labelSelector: 'app in (web, agent),!missing' }, 6],
    ['not a label', { labelSelector: 'app!=web' }, 3],
    ['a node', { fieldSelector: 'spec.nodeName=node-1' }, 2],
    ['a phase', { fieldSelector: 'status.phase!=Running' }, 0],
    ['a label and a node', { labelSelector: 'app=web', fieldSelector: 'spec.nodeName=node-1' }, 1],
  ])('lists pods by %s', async (_, selection, count) => {
    expect((await core.listPodForAllNamespaces(selection)).items).toHaveLength(count);
  });

  it('pages a list, every page showing the moment of the first', async () => {
    const first = await core.listPodForAllNamespaces({ limit: 4 });
    expect(first.metadata).toMatchObject({ remainingItemCount: 2 });
    simulated.cluster.removeNode('node-0');
    const second = await core.listPodForAllNamespaces({ limit: 4, _continue: first.metadata?._continue });
    expect(second.metadata?.resourceVersion).toBe(first.metadata?.resourceVersion);
    expect(second.metadata?._continue).toBeUndefined();
    const names = [...first.items, ...second.items].map((pod) => pod.metadata?.name);
    expect(new Set(names).size).toBe(6);
  });

  it('answers 410 Expired to a token whose moment is forgotten, and offers to continue from there as it is now', async () => {
    const old = { rv: 1, scope: 'pods   ', start: simulated.pods().map(keyOfPod).sort()[4] };
    const token = Buffer.from(JSON.stringify(old)).toString('base64url');
    const refusal = await refused(core.listPodForAllNamespaces({ limit: 1, _continue: token }));
    expect(refusal).toMatchObject({ code: 410, status: { kind: 'Status', reason: 'Expired', code: 410 } });
    const onward = refusal.status?.metadata?.continue;
    const { items } = await core.listPodForAllNamespaces({ limit: 9, _continue: onward });
    expect(items.map((pod) => `shop/${pod.metadata?.name}`)).toEqual(
      simulated.pods().map(keyOfPod).sort().slice(4),
    );
  });

  it('shows what happened as events', async () => {
    simulated.cluster.recordEvent({
      node: 'node-0',
      reason: 'Drain',
      message: 'Draining node: node-0',
      type: 'Normal',
    });
    const fieldSelector = 'involvedObject.kind=Node,reason=Drain';
    const { items } = await core.listEventForAllNamespaces({ fieldSelector });
    expect(items).toMatchObject([{ involvedObject: { name: 'node-0' }, message: 'Draining node: node-0' }]);
  });
});

describe('what the API changes', () => {
  it.each([
    [PatchStrategy.StrategicMergePatch, { spec: { unschedulable: true } }],
    [PatchStrategy.MergePatch, { spec: { unschedulable: true } }],
    [PatchStrategy.JsonPatch, [{ op: 'add', path: '/spec/unschedulable', value: true }]],
  ])('cordons a node by %s', async (strategy, body) => {
    const options = setHeaderOptions('Content-Type', strategy);
    const node = await core.patchNode({ name: 'node-0', body }, options);
    expect(node.spec?.unschedulable).toBe(true);
    expect(simulated.cluster.nodes()[0]).toMatchObject({ unschedulable: true });
    const [seen] = (await core.listNode({ fieldSelector: 'spec.unschedulable=true' })).items;
    expect(seen?.spec?.taints).toMatchObject([{ key: 'node.kubernetes.io/unschedulable' }]);
  });

  it('uncordons a node by null', async () => {
    simulated.cluster.cordon('node-0');
    const options = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
    await core.patchNode({ name: 'node-0', body: { spec: { unschedulable: null } } }, options);
    expect(simulated.cluster.nodes()[0]).toMatchObject({ unschedulable: false });
  });

  it('evicts a pod, and refuses the next with the budget that stands in the way', async () => {
    const [first, second] = simulated.pods('web');
    const answer = await evict(first!.metadata.name);
    expect(answer).toMatchObject({ kind: 'Status' });
    expect(await refused(evict(second!.metadata.name))).toMatchObject({
      code: 429,
      retryAfter: undefined,
      status: {
        reason: 'TooManyRequests',
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        details: {
          causes: [
            {
              reason: 'DisruptionBudget',
              message: 'The disruption budget web needs 2 healthy pods and has 2 currently',
            },
          ],
        },
      },
    });
    const dying = await core.readNamespacedPod({ name: first!.metadata.name, namespace: 'shop' });
    expect(dying.metadata?.deletionTimestamp).toBeInstanceOf(Date);
    expect(dying.status?.conditions?.map(({ type }) => type)).toContain('DisruptionTarget');
  });

  it('deletes a pod after its grace period, at once when there is none', async () => {
    const [first, second] = simulated.pods('web').map(({ metadata }) => metadata.name);
    const dying = await core.deleteNamespacedPod({ name: first!, namespace: 'shop' });
    expect(dying).toMatchObject({ metadata: { deletionGracePeriodSeconds: 30 } });
    await core.deleteNamespacedPod({ name: second!, namespace: 'shop', body: { gracePeriodSeconds: 0 } });
    const left = simulated.pods('web').map(({ metadata }) => metadata.name);
    expect(left).toContain(first);
    expect(left).not.toContain(second);
    simulated.advance(30);
    expect(simulated.pods('web').map(({ metadata }) => metadata.name)).not.toContain(first);
    expect(simulated.pods('web')).toHaveLength(3);
  });

  it('creates a deployment whose pods come up, scales it, and takes them along when it is deleted', async () => {
    const apps = served.kubeConfig().makeApiClient(AppsV1Api);
    const target = { name: 'api', namespace: 'shop' };
    await apps.createNamespacedDeployment({ namespace: 'shop', body: aDeployment({ name: 'api' }) });
    simulated.advance(30);
    expect((await apps.readNamespacedDeployment(target)).status?.readyReplicas).toBe(3);
    const body = [{ op: 'replace', path: '/spec/replicas', value: 1 }];
    const scaled = await apps.patchNamespacedDeployment({ ...target, body });
    expect(scaled.metadata?.generation).toBe(2);
    simulated.advance(30);
    expect(simulated.pods('api')).toHaveLength(1);
    await apps.deleteNamespacedDeployment(target);
    simulated.advance(30);
    expect(simulated.pods('api')).toEqual([]);
  });

  it('empties a namespace before it is gone, and takes nothing new into it meanwhile', async () => {
    await core.deleteNamespace({ name: 'shop' });
    const body = { metadata: { name: 'late' }, spec: { containers: [{ name: 'main' }] } };
    const refusal = await refused(core.createNamespacedPod({ namespace: 'shop', body }));
    expect(refusal.status?.details?.causes?.[0]?.reason).toBe('NamespaceTerminating');
    simulated.advance(60);
    expect((await refused(core.readNamespace({ name: 'shop' }))).code).toBe(404);
  });

  it('scales by the scale subresource', async () => {
    const apps = served.kubeConfig().makeApiClient(AppsV1Api);
    const target = { name: 'web', namespace: 'shop' };
    const scale = await apps.readNamespacedDeploymentScale(target);
    expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 3 }, status: { selector: 'app=web' } });
    const { metadata } = scale;
    await apps.replaceNamespacedDeploymentScale({ ...target, body: { metadata, spec: { replicas: 4 } } });
    await apps.patchNamespacedDeploymentScale({
      ...target,
      body: [{ op: 'replace', path: '/spec/replicas', value: 5 }],
    });
    simulated.advance(30);
    expect(simulated.pods('web')).toHaveLength(5);
    expect(await refused(apps.replaceNamespacedDeploymentScale({ ...target, body: scale }))).toMatchObject({
      code: 409,
    });
  });

  it('changes nothing but the status by the status subresource', async () => {
    const options = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
    const condition = { type: 'NetworkUnavailable', status: 'False' };
    const body = { spec: { unschedulable: true }, status: { conditions: [condition] } };
    const node = await core.patchNodeStatus({ name: 'node-0', body }, options);
    expect(node.spec?.unschedulable).toBeUndefined();
    expect(node.status?.conditions?.map(({ type }) => type)).toContain('NetworkUnavailable');
    expect(node.status?.conditions?.map(({ type }) => type)).toContain('Ready');
  });
});

describe('what the API refuses', () => {
  it.each([
    ['an unknown pod', () => evict('missing'), 404, 'NotFound'],
    ['another pod of that name', () => evict(aPod(), { preconditions: { uid: 'other' } }), 409, 'Conflict'],
    ['a body that names another pod', () => evict(aPod(), {}, 'other'), 400, 'BadRequest'],
    ['an unknown node', () => core.readNode({ name: 'missing' }), 404, 'NotFound'],
    ['an unreadable selector', () => core.listNode({ labelSelector: 'a in b' }), 400, 'BadRequest'],
    ['an unselectable field', () => core.listNode({ fieldSelector: 'spec.x=1' }), 400, 'BadRequest'],
    ['an unreadable token', () => core.listNode({ _continue: '?' }), 400, 'BadRequest'],
    ['a taken name', () => core.createNamespace({ body: named('shop') }), 409, 'AlreadyExists'],
    ['an invalid name', () => core.createNamespace({ body: named('Shop!') }), 422, 'Invalid'],
    [
      'an old resourceVersion',
      () =>
        core.patchNode({
          name: 'node-0',
          body: [{ op: 'replace', path: '/metadata/resourceVersion', value: '1' }],
        }),
      409,
      'Conflict',
    ],
    [
      'a test that fails',
      () =>
        core.patchNode({ name: 'node-0', body: [{ op: 'test', path: '/spec/unschedulable', value: true }] }),
      422,
      'Invalid',
    ],
    ['an object as JSON patch', () => core.patchNode({ name: 'node-0', body: {} }), 400, 'BadRequest'],
  ])('refuses %s', async (_, ask, code, reason) => {
    expect(await refused(ask())).toMatchObject({
      code,
      status: { apiVersion: 'v1', kind: 'Status', status: 'Failure', code, reason },
    });
  });

  it('refuses a pod with two budgets by a 500 without reason', async () => {
    simulated.cluster.apply([aBudget({ name: 'twin', minAvailable: 1 })]);
    const { code, status } = await refused(evict(aPod()));
    expect({ code, reason: status?.reason }).toEqual({ code: 500, reason: undefined });
  });
});

describe('a dry run', () => {
  it('changes nothing on a dry run', async () => {
    const before = simulated.cluster.state.store.revision;
    const options = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    const body = { spec: { unschedulable: true } };
    const node = await core.patchNode({ name: 'node-0', body, dryRun: 'All' }, options);
    await core.deleteNamespacedPod({ name: aPod(), namespace: 'shop', dryRun: 'All' });
    await evict(aPod(), { dryRun: ['All'] });
    expect(node.spec?.unschedulable).toBe(true);
    expect(simulated.cluster.state.store.revision).toBe(before);
  });

  it('draws on chance for nothing that is refused or only tried', async () => {
    const body = { metadata: { generateName: 'probe-' }, spec: { containers: [{ name: 'main' }] } };
    const twin = aSimulatedCluster({
      workloads: [aDeployment(), aDaemonSet(), aBudget({ minAvailable: 2 })],
    });
    await core.createNamespacedPod({ namespace: 'shop', body, dryRun: 'All' });
    await refused(core.createNamespace({ body: named('shop') }));
    const { metadata } = await core.createNamespacedPod({ namespace: 'shop', body });
    twin.cluster.apply([{ kind: 'Pod', ...body, metadata: { ...body.metadata, namespace: 'shop' } }]);
    expect(twin.cluster.state.store.get('pods', 'shop', metadata!.name!)).toBeDefined();
  });
});

describe('the ledger of requests', () => {
  it('reports to the ledger what each request tried and did', async () => {
    const name = aPod();
    await evict(name);
    expect(served.answered.at(-1)).toMatchObject({
      prefix: '/k8s/sub/group/aks-test',
      method: 'POST',
      path: `/k8s/sub/group/aks-test/api/v1/namespaces/shop/pods/${name}/eviction`,
      status: 201,
      mutation: true,
      effect: `pod shop/${name} evicted`,
    });
    await refused(evict('missing'));
    expect(served.answered.at(-1)).toMatchObject({ status: 404, mutation: true, effect: null });
    await core.listNode();
    expect(served.answered.at(-1)).toMatchObject({ status: 200, mutation: false, effect: null });
  });

  it('reports no mutation to the ledger where a dry run is asked for, in the query or in the body', async () => {
    await evict(aPod(), { dryRun: ['All'] });
    expect(served.answered.at(-1)).toMatchObject({ status: 201, mutation: false, effect: null });
    const target = { name: aPod(), namespace: 'shop' };
    await core.deleteNamespacedPod({ ...target, body: { dryRun: ['All'] } });
    expect(served.answered.at(-1)).toMatchObject({ status: 200, mutation: false });
    await core.deleteNamespacedPod({ ...target, dryRun: 'All' });
    expect(served.answered.at(-1)).toMatchObject({ status: 200, mutation: false });
  });
});

function aPod(): string {
  return simulated.pods('web')[0]!.metadata.name;
}

function keyOfPod({ metadata }: { readonly metadata: { readonly name: string } }): string {
  return `shop/${metadata.name}`;
}

function named(name: string) {
  return { metadata: { name } };
}

function evict(name: string, deleteOptions: object = {}, bodyName = name) {
  const metadata = { name: bodyName, namespace: 'shop' };
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata, deleteOptions };
  return core.createNamespacedPodEviction({ name, namespace: 'shop', body });
}
