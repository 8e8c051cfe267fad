import { AppsV1Api, CoreV1Api, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Served, serveCluster } from '../../../simulated/served-cluster.ts';
import {
  aDeployment,
  aSimulatedCluster,
  type SimulatedCluster,
} from '../../../simulated/simulated-cluster.ts';
import { refused } from '../api/refusal.ts';

let simulated: SimulatedCluster;
let served: Served;
let apps: AppsV1Api;

beforeAll(async () => {
  served = await serveCluster(() => simulated.cluster);
  apps = served.kubeConfig().makeApiClient(AppsV1Api);
});
beforeEach(() => {
  simulated = aSimulatedCluster({ workloads: [{ kind: 'Namespace', metadata: { name: 'shop' } }] });
});
afterAll(() => served.close());

describe('a server-side apply', () => {
  it('makes what is not there, and changes it when it is applied again', async () => {
    await apply('ci', { replicas: 2 });
    simulated.advance(30);
    expect(simulated.pods('web')).toHaveLength(2);
    const changed = await apply('ci', { replicas: 3 });
    expect(changed.spec?.replicas).toBe(3);
    expect(changed.metadata?.generation).toBe(2);
    expect(changed.metadata?.managedFields).toMatchObject([{ manager: 'ci', operation: 'Apply' }]);
  });

  it('changes nothing when the same is applied again', async () => {
    await apply('ci', { replicas: 2 });
    simulated.advance(30);
    const { revision } = simulated.cluster.state.store;
    await apply('ci', { replicas: 2 });
    expect(simulated.cluster.state.store.revision).toBe(revision);
  });

  it('removes what its manager named before and names no more, and nothing else', async () => {
    await apply('ci', { labels: { team: 'shop', tier: 'front' } });
    const body = { metadata: { labels: { seen: 'yes' } } };
    const options = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    await apps.patchNamespacedDeployment({ name: 'web', namespace: 'shop', body }, options);
    const { metadata } = await apply('ci', { labels: { team: 'shop' } });
    expect(metadata?.labels).toEqual({ team: 'shop', seen: 'yes' });
  });

  it('removes an element of a list that its manager named no more', async () => {
    await apply('ci', { containers: ['main', 'proxy'] });
    const { spec } = await apply('ci', { containers: ['main'] });
    expect(spec?.template.spec?.containers.map(({ name }) => name)).toEqual(['main']);
  });

  it('is refused where another manager applied another value, unless it is forced', async () => {
    await apply('ci', { replicas: 2 });
    expect(await refused(apply('operator', { replicas: 5 }))).toMatchObject({
      code: 409,
      status: {
        message: 'Apply failed with 1 conflict: conflict with "ci": .spec.replicas',
        details: { causes: [{ reason: 'FieldManagerConflict', field: '.spec.replicas' }] },
      },
    });
    const forced = await apply('operator', { replicas: 5, force: true });
    expect(forced.spec?.replicas).toBe(5);
    expect(await refused(apply('ci', { replicas: 2 }))).toMatchObject({ code: 409 });
  });

  it('needs a manager', async () => {
    const options = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);
    const core = served.kubeConfig().makeApiClient(CoreV1Api);
    const patch = core.patchNode({ name: 'node-0', body: { kind: 'Node', apiVersion: 'v1' } }, options);
    expect(await refused(patch)).toMatchObject({ code: 422, status: { reason: 'Invalid' } });
  });
});

function apply(
  fieldManager: string,
  given: {
    readonly replicas?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly containers?: readonly string[];
    readonly force?: boolean;
  },
) {
  const { force, labels, replicas, containers = ['main'] } = given;
  const { metadata, spec, ...type } = aDeployment({ replicas: replicas ?? 1 });
  const template = {
    ...spec.template,
    spec: { containers: containers.map((name) => ({ name, image: 'web:1' })) },
  };
  const body = { ...type, metadata: { ...metadata, ...(labels && { labels }) }, spec: { ...spec, template } };
  const options = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);
  const target = { name: 'web', namespace: 'shop', fieldManager, ...(force !== undefined && { force }) };
  return apps.patchNamespacedDeployment({ ...target, body }, options);
}
