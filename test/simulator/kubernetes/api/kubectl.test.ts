import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Served, serveCluster } from '../../../simulated/served-cluster.ts';
import { aBudget, aDaemonSet, aDeployment, aSimulatedCluster } from '../../../simulated/simulated-cluster.ts';

const isInstalled = spawnSync('kubectl', ['version', '--client']).status === 0;
const run = promisify(execFile);

const simulated = aSimulatedCluster({
  workloads: [aDeployment(), aDaemonSet(), aBudget({ minAvailable: 2 })],
});
let served: Served;
let folder: string;

// Only what is written to the cluster needs time to pass; a pulse of it keeps anyone who waits going.
const pulse = setInterval(() => simulated.advance(5), 50);

beforeAll(async () => {
  served = await serveCluster(() => simulated.cluster);
  folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  writeFileSync(join(folder, 'config'), served.kubeConfig().exportConfig());
});
afterAll(async () => {
  clearInterval(pulse);
  rmSync(folder, { recursive: true });
  await served.close();
});

describe.runIf(isInstalled)('kubectl', () => {
  it('prints nodes with their state', async () => {
    const lines = (await kubectl('get', 'nodes')).split('\n');
    expect(lines[0]).toMatch(/^NAME +STATUS +ROLES +AGE +VERSION$/);
    expect(lines[1]).toMatch(/^node-0 +Ready +<none> +\S+ +v1\.33\.5$/);
  });

  it('applies manifests, again as well, and waits for their roll-out', async () => {
    const file = manifest('api.yaml', aDeployment({ name: 'api', replicas: 2 }));
    expect(await kubectl('apply', '-f', file)).toBe('deployment.apps/api created\n');
    expect(await kubectl('apply', '-f', file)).toBe('deployment.apps/api unchanged\n');
    await kubectl('rollout', 'status', 'deployment/api', '-n', 'shop', '--timeout=30s');
    await kubectl('scale', 'deployment/api', '-n', 'shop', '--replicas=3');
    const wait = ['wait', 'deployment/api', '-n', 'shop', '--for=jsonpath={.status.readyReplicas}=3'];
    expect(await kubectl(...wait, '--timeout=30s')).toContain('condition met');
  });

  it('applies manifests on the server', async () => {
    const file = manifest('cart.yaml', aDeployment({ name: 'cart', replicas: 1 }));
    expect(await kubectl('apply', '--server-side', '-f', file)).toContain('serverside-applied');
    expect(await kubectl('delete', '-f', file, '--timeout=30s')).toContain('deleted');
  });

  it('drains a node and opens it again', async () => {
    const drained = await kubectl('drain', 'node-1', '--ignore-daemonsets', '--timeout=60s');
    expect(drained).toContain('node/node-1 drained');
    expect(await kubectl('uncordon', 'node-1')).toContain('uncordoned');
  });

  it('learns that everything is allowed and that the server is ready', async () => {
    expect(await kubectl('auth', 'can-i', 'create', 'pods/eviction')).toBe('yes\n');
    expect(await kubectl('get', '--raw', '/readyz')).toBe('ok');
  });
});

function manifest(name: string, object: object): string {
  const file = join(folder, name);
  writeFileSync(file, stringify(object));
  return file;
}

async function kubectl(...words: readonly string[]): Promise<string> {
  const options = ['--kubeconfig', join(folder, 'config'), '--cache-dir', join(folder, 'cache')];
  const { stdout } = await run('kubectl', [...options, ...words]);
  return stdout;
}
