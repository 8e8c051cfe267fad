import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotations } from '#simulator/kubernetes/objects/simulator-annotations.ts';
import { evictPod } from '#simulator/kubernetes/pods/eviction.ts';
import {
  aBudget,
  aDaemonSet,
  aDeployment,
  aSimulatedCluster,
  type SimulatedCluster,
} from '../../../simulated/simulated-cluster.ts';

describe('an eviction', () => {
  it('takes the pod away and its replica set makes another one elsewhere', () => {
    const { cluster, advance, pods } = aSimulatedCluster({ workloads: [aDeployment()] });
    const victim = pods()[0]!;
    cluster.cordon(victim.spec.nodeName!);
    expect(evictFirst({ cluster, pods })).toMatchObject({ status: 201 });
    advance(30);
    expect(pods().map(({ metadata }) => metadata.uid)).not.toContain(victim.metadata.uid);
    expect(pods()).toHaveLength(3);
    expect(pods().every(({ spec }) => spec.nodeName !== victim.spec.nodeName)).toBe(true);
  });

  it('is refused while the budget has nothing left, and allowed once the replacement is ready', () => {
    const simulated = aSimulatedCluster({ workloads: [aDeployment(), aBudget({ minAvailable: 2 })] });
    const [first, second] = simulated.pods();
    expect(simulated.budget('web').disruptionsAllowed).toBe(1);
    expect(simulated.cluster.evict('shop', first!.metadata.name).status).toBe(201);
    expect(simulated.cluster.evict('shop', second!.metadata.name)).toMatchObject({
      status: 429,
      budget: { namespace: 'shop', name: 'web' },
      cause: 'The disruption budget web needs 2 healthy pods and has 2 currently',
    });
    simulated.advance(30);
    expect(simulated.cluster.evict('shop', second!.metadata.name).status).toBe(201);
  });

  it.each([
    ['no such pod', { name: 'missing' }, [], 404],
    ['another pod has the name', { uid: 'another' }, [], 409],
    ['two budgets', {}, [aBudget({ minAvailable: 1 }), aBudget({ name: 'twin', minAvailable: 1 })], 500],
    ['a budget that allows nothing', {}, [aBudget({ maxUnavailable: 0 })], 429],
    ['no pod may be missing', {}, [aBudget({ minAvailable: '100%' })], 429],
    ['an empty selector picks every pod', {}, [aBudget({ maxUnavailable: 0, selector: {} })], 429],
    [
      'a budget of other pods',
      {},
      [aBudget({ maxUnavailable: 0, selector: { matchLabels: { app: 'x' } } })],
      201,
    ],
    ['a budget without selector', {}, [aBudget({ maxUnavailable: 0, selector: undefined })], 201],
  ])('answers by the rule: %s', (_, wanted, budgets, status) => {
    const { cluster, pods } = aSimulatedCluster({ workloads: [aDeployment(), ...budgets] });
    const request = { namespace: 'shop', name: pods()[0]!.metadata.name, ...wanted };
    expect(evictPod(cluster.state, request).status).toBe(status);
  });

  it.each([
    ['a count of pods', { minAvailable: 1 }, 201],
    ['a share of their scale', { minAvailable: '10%' }, 429],
    ['a number that may be missing', { maxUnavailable: 1 }, 429],
  ])('of a pod whose controller has no scale is judged by %s', (_, rule, status) => {
    const workloads = [aDaemonSet({ name: 'web' }), aBudget(rule)];
    const { cluster, pods } = aSimulatedCluster({ workloads });
    expect(evictFirst({ cluster, pods }).status).toBe(status);
  });

  it.each([
    ['IfHealthyBudget', 1, 201],
    ['IfHealthyBudget', 2, 429],
    ['AlwaysAllow', 2, 201],
  ])('of an unready pod under %s with %i wanted healthy answers %i', (policy, minAvailable, status) => {
    const healthy = aDeployment({ name: 'web', replicas: 1 });
    const broken = crashing('web');
    const rule = aBudget({ minAvailable, unhealthyPodEvictionPolicy: policy });
    const { cluster, pods } = aSimulatedCluster({ workloads: [healthy, broken, rule] });
    const unready = pods().find(({ metadata }) => metadata.name.startsWith('broken'))!;
    expect(cluster.evict('shop', unready.metadata.name).status).toBe(status);
  });

  it('is refused while the budget has not been observed since its last change', () => {
    const late = aBudget({ maxUnavailable: 1 });
    const noted = {
      ...late,
      metadata: { ...late.metadata, annotations: { [annotations.observeSeconds]: '20' } },
    };
    const { cluster, pods, advance } = aSimulatedCluster({ workloads: [aDeployment()] });
    cluster.apply([noted]);
    expect(evictFirst({ cluster, pods })).toMatchObject({
      status: 429,
      cause: 'The disruption budget web is still being processed by the server.',
      retryAfterSeconds: 10,
    });
    advance(20);
    expect(evictFirst({ cluster, pods }).status).toBe(201);
  });

  it('that names another uid is judged by the budget first, and has paid it', () => {
    const workloads = [aDeployment(), aBudget({ maxUnavailable: 1 })];
    const { cluster, pods } = aSimulatedCluster({ workloads });
    const names = pods().map(({ metadata }) => metadata.name);
    const evict = (name: string) =>
      evictPod(cluster.state, { namespace: 'shop', name, uid: 'another' }).status;
    expect(names.map(evict)).toEqual([409, 429, 429]);
  });

  it.each([
    ['a daemon set', aDaemonSet({ name: 'web' }), 'daemonsets.apps does not implement the scale subresource'],
    ['a kind that is not served', ownedByAThing, 'no matches for kind "Thing" in version "example.com/v1"'],
  ])('is refused while the budget cannot be counted, for the pods are of %s', (_, workload, message) => {
    const counted = aSimulatedCluster({ workloads: [workload, aBudget({ maxUnavailable: 1 })] });
    expect(counted.budget('web')).toMatchObject({
      disruptionsAllowed: 0,
      conditions: [{ status: 'False', reason: 'SyncFailed', message }],
    });
    expect(evictFirst(counted)).toMatchObject({ status: 429, retryAfterSeconds: 10 });
  });

  it("gets the controller's message where a budget could be counted before", () => {
    const simulated = aSimulatedCluster({ workloads: [aDeployment(), aBudget({ maxUnavailable: 1 })] });
    simulated.cluster.apply([ownedByAThing]);
    simulated.advance(30);
    expect(evictFirst(simulated)).toMatchObject({
      status: 429,
      cause:
        'The disruption budget web does not allow evicting pods currently because it failed sync: no matches for kind "Thing" in version "example.com/v1"',
    });
  });

  it('evicts finished pods whatever the budget', () => {
    const finished = {
      kind: 'Pod',
      metadata: { name: 'done', namespace: 'shop', labels: { app: 'web' } },
      spec: { containers: [{ name: 'main' }] },
      status: { phase: 'Succeeded' },
    };
    const { cluster } = aSimulatedCluster({ workloads: [finished, aBudget({ maxUnavailable: 0 })] });
    expect(cluster.evict('shop', 'done').status).toBe(201);
  });

  it('as a dry run changes nothing', () => {
    const { cluster, pods, budget } = aSimulatedCluster({
      workloads: [aDeployment(), aBudget({ maxUnavailable: 1 })],
    });
    const before = cluster.state.store.revision;
    const request = { namespace: 'shop', name: pods()[0]!.metadata.name, isDryRun: true };
    expect(evictPod(cluster.state, request).status).toBe(201);
    expect(cluster.state.store.revision).toBe(before);
    expect(budget('web').disruptionsAllowed).toBe(1);
  });

  it('never leaves fewer healthy pods than the budget wants, whatever is tried when', () => {
    const steps = fc.array(fc.record({ pod: fc.nat(), pause: fc.integer({ min: 0, max: 8 }) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        steps,
        (replicas, wanted, tries) => {
          const simulated = aSimulatedCluster({
            workloads: [aDeployment({ replicas }), aBudget({ minAvailable: wanted })],
          });
          for (const { pod, pause } of tries) {
            const pods = simulated.pods();
            const { status } = simulated.cluster.evict('shop', pods[pod % pods.length]!.metadata.name);
            expect([201, 429]).toContain(status);
            const { currentHealthy, desiredHealthy } = simulated.budget('web');
            if (replicas >= wanted) expect(currentHealthy).toBeGreaterThanOrEqual(desiredHealthy);
            simulated.advance(pause);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

const ownedByAThing = {
  kind: 'Pod',
  metadata: {
    name: 'thing',
    namespace: 'shop',
    labels: { app: 'web' },
    ownerReferences: [
      { apiVersion: 'example.com/v1', kind: 'Thing', name: 'thing', uid: 'uid', controller: true },
    ],
  },
  spec: { containers: [{ name: 'main' }] },
};

function evictFirst({ cluster, pods }: Pick<SimulatedCluster, 'cluster' | 'pods'>) {
  return cluster.evict('shop', pods()[0]!.metadata.name);
}

function crashing(app: string) {
  const deployment = aDeployment({ replicas: 1, annotations: { [annotations.neverReady]: 'true' } });
  const selector = { matchLabels: { app, broken: 'yes' } };
  const { template } = deployment.spec;
  const labelled = { ...template, metadata: { ...template.metadata, labels: selector.matchLabels } };
  return {
    ...deployment,
    metadata: { ...deployment.metadata, name: 'broken' },
    spec: { ...deployment.spec, selector, template: labelled },
  };
}
