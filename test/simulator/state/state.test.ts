import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../../processes/simulator-process.ts';
import {
  aFleet,
  anAzure,
  aPool,
  change,
  clusterPath,
  operationOf,
  type SimulatedAzure,
} from '../../simulated/simulated-azure.ts';
import { armClientFor } from '../../simulated/simulator-clients.ts';

const poolPath = `${clusterPath}/agentPools/system`;
const nodesPath = '/k8s/00000000-0000-0000-0000-00000000000a/rg-one/aks-one-weu/api/v1/nodes';

const fleet = aFleet({
  version: '1.34.1',
  pools: [aPool({ count: 4, version: '1.33.5', properties: { upgradeSettings: { maxSurge: '1' } } })],
  workloads: [
    { kind: 'Deployment', namespace: 'shop', name: 'web', replicas: 4, budget: { minAvailable: 3 } },
    { kind: 'DaemonSet', namespace: 'kube-system', name: 'agent' },
  ],
});

async function whole(azure: SimulatedAzure): Promise<string> {
  const state = await azure.send('GET', '/_simulator/state');
  const ledger = await azure.send('GET', '/_simulator/ledger?all=1');
  const { kubernetes } = azure.world.clusters[0]!;
  const pods = kubernetes.state.store.all('pods');
  const entries = (ledger.body.entries as object[]).map((entry) => ({ ...entry, real: '' }));
  return JSON.stringify({
    clusters: state.body.clusters,
    entries,
    pods,
    revision: kubernetes.state.store.revision,
  });
}

/** An upgrade that fails half way and is begun again, a fault of requests, a label set by hand, a settled change; `atMinute` says when someone pulls the plug. */
async function play(restarts: readonly number[]): Promise<string> {
  let azure = anAzure(fleet);
  await azure.send('POST', '/_simulator/faults', {
    kind: 'throttle',
    times: 3,
    after: 1,
    match: { method: 'GET', pathPattern: '/operations/' },
  });
  await azure.send('POST', '/_simulator/faults', {
    kind: 'operation-fails',
    afterNodes: 2,
    match: { pool: 'system' },
  });
  const poll = operationOf(await change(azure, poolPath, { orchestratorVersion: '1.34.1' }));
  await change(azure, poolPath, { nodeLabels: { refused: 'yes' } });
  for (let minute = 1; minute <= 60; minute += 1) {
    azure.pass(1);
    if (minute === 20) {
      await azure.send(
        'PATCH',
        `${nodesPath}/${azure.world.clusters[0]!.kubernetes.nodes()[0]!.name}`,
        { metadata: { labels: { marked: 'by-hand' } } },
        { authorization: 'Bearer static', 'content-type': 'application/merge-patch+json' },
      );
    }
    if (minute % 7 === 0) await azure.send('GET', poll);
    if (minute === 45) await change(azure, poolPath, { orchestratorVersion: '1.34.1' });
    if (restarts.includes(minute)) azure = await azure.restarted();
  }
  return whole(azure);
}

describe('what a simulator writes down', () => {
  it('brings another one to the same end, whenever the first is lost', async () => {
    const undisturbed = await play([]);
    expect(undisturbed).toContain('by-hand');
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }),
        async (restarts) => {
          expect((await play(restarts)) === undisturbed).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('holds no token and no secret', async () => {
    const azure = anAzure(fleet);
    const lines: string[] = [];
    azure.world.keepJournal({ append: (line) => lines.push(JSON.stringify(line)) });
    await change(azure, poolPath, { orchestratorVersion: '1.34.1' });
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toMatch(/bearer|authorization/i);
  });
});

describe('a simulator with a state file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-state-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('continues after SIGKILL under the same address, certificate and clock, and finishes what it was at', async () => {
    const file = join(folder, 'run.state');
    const flags = ['--state', file, '--speed', '3600'];
    const first = await startSimulator('small', flags);
    const clusters = armClientFor(first).managedClusters;
    const cluster = await clusters.get('rg-one', 'aks-one-weu');
    const wanted = { ...cluster, kubernetesVersion: '1.34.1' };
    await clusters.createOrUpdate('rg-one', 'aks-one-weu', wanted).submitted();
    await first.kill();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // Someone pulled the plug in the middle of a line.
    writeFileSync(file, '{"kind":"led', { flag: 'a' });

    const second = await startSimulator('small', ['--state', file, '--port', new URL(first.ready.url).port]);
    try {
      expect(second.ready.url).toBe(first.ready.url);
      expect(second.ready.clock.id).toBe(first.ready.clock.id);
      expect(second.ready.caFile).toBe(first.ready.caFile);
      await second.advance('1h');
      const { currentKubernetesVersion, provisioningState } = await armClientFor(second).managedClusters.get(
        'rg-one',
        'aks-one-weu',
      );
      expect([currentKubernetesVersion, provisioningState]).toEqual(['1.34.1', 'Succeeded']);
      expect((await second.ledger()).map((entry) => entry.operation?.result)).toEqual(['Succeeded']);
      expect(readFileSync(file, 'utf8')).not.toContain('"led"');
    } finally {
      await second.stop();
    }
  });

  it('refuses a file that is no state file', async () => {
    const file = join(folder, 'wrong.state');
    writeFileSync(file, 'hello\n');
    await expect(startSimulator('small', ['--state', file])).rejects.toThrow(/ended with 65/);
  });
});
