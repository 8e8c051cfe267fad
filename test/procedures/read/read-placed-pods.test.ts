import { expect, it } from 'vitest';
import { valueOr } from '#domain/observation.ts';
import { readPreflight } from '#procedures/read/read-preflight.ts';
import { aControlPlaneStep, allBlock, aPoolStep, lookedAt } from '../../builders/a-preflight-reading.ts';
import { fleetFile } from '../../campaigns/fleet-file.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const labels = { app: 'db' };
const affinity = (...terms: readonly (readonly [key: string, ...values: string[]])[]) => ({
  required: {
    nodeSelectorTerms: terms.map(([key, ...values]) => ({
      matchExpressions: [{ key, operator: 'In', values }],
    })),
  },
});
const volume = (name: string, nodeAffinity?: object, claim = name) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: `pv-${name}` },
  spec: { claimRef: { namespace: 'shop', name: claim }, ...(nodeAffinity && { nodeAffinity }) },
});
const disk = 'topology.disk.csi.azure.com/zone';
const db = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'db', namespace: 'shop' },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        nodeSelector: { 'kubernetes.azure.com/agentpool': 'system' },
        containers: [
          {
            name: 'db',
            image: 'db',
            volumeMounts: [
              { name: 'logs', mountPath: '/logs' },
              { name: 'certificates', mountPath: '/certificates', readOnly: true },
            ],
          },
        ],
        volumes: [
          { name: 'data', persistentVolumeClaim: { claimName: 'local' } },
          { name: 'logs', hostPath: { path: '/logs' } },
          { name: 'certificates', hostPath: { path: '/etc/ssl' } },
        ],
      },
    },
  },
};
const { simulator, gateways } = await azureForFile({
  fleet: fleetFile({
    one: [
      {
        name: 'aks-claims',
        pools: [
          { name: 'system', mode: 'System', count: 1, zones: ['1'] },
          { name: 'other', count: 1 },
        ],
        manifests: [
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
          volume('local', affinity(['kubernetes.io/hostname', 'n1'])),
          volume('disk', affinity([disk, 'westeurope-1'])),
          volume('zone-redundant', affinity([disk, 'westeurope-2'], [disk, 'westeurope-1'])),
          volume('in-no-zone', affinity([disk, ''])),
          volume('share'),
          db,
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: 'misplaced', namespace: 'shop' },
            spec: { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'c', image: 'c' }] },
          },
        ],
      },
    ],
  }),
  speed: 60,
});

async function look(pool: string) {
  const cluster = await gateways.azure.inspectCluster(simulator.ready.clusters[0]!.resourceId);
  return readPreflight(gateways, {
    cluster,
    steps: [aControlPlaneStep(), aPoolStep({ pool })],
    policy: allBlock,
    onlyDrain: true,
    work: { signal: new AbortController().signal, onRequest: () => undefined },
    isTolerated: () => true,
    now: lookedAt,
  });
}

it('a preflight knows the volumes that not every node can mount, and who uses what of its node', async () => {
  const { pods, volumes, nodes } = await look('system');
  const only = (name: string, over: object) => ({
    name: `pv-${name}`,
    claim: `shop/${name}`,
    hosts: null,
    zones: null,
    ...over,
  });
  expect(new Set(valueOr(volumes, []))).toEqual(
    new Set([
      only('local', { hosts: ['n1'] }),
      only('disk', { zones: ['westeurope-1'] }),
      only('zone-redundant', { zones: ['westeurope-1', 'westeurope-2'] }),
    ]),
  );
  expect(valueOr(pods, [])).toContainEqual(
    expect.objectContaining({
      claims: ['local'],
      hostPaths: [
        { path: '/logs', isWritten: true },
        { path: '/etc/ssl', isWritten: false },
      ],
    }),
  );
  expect(valueOr(nodes, []).map(({ pool, zone }) => `${pool} ${zone}`)).toEqual(
    expect.arrayContaining(['system westeurope-1', 'other 0']),
  );
});

it('does not ask for volumes where no pod of the drained nodes has a claim', async () => {
  expect((await look('other')).volumes).toBeNull();
});

it('hears from the scheduler why a pod has no node', async () => {
  const { pods } = await look('system');
  const unscheduled = valueOr(pods, []).flatMap((each) => each.unscheduled ?? []);
  expect(unscheduled).toEqual([expect.stringMatching(/^0\/2 nodes are available/)]);
});
