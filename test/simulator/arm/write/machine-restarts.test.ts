import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#simulator/values/json-value.ts';
import { aFleet, anAzure, operationOf } from '../../../simulated/simulated-azure.ts';

type Azure = ReturnType<typeof anAzure>;
const view = '$expand=instanceView&api-version=2024-11-01';

function patched(cluster: Record<string, unknown> = {}, pool?: string) {
  const fleet = aFleet(cluster);
  const patches = { cluster: 'aks-one-weu', kind: 'patches', after: '1m', nodes: 1, pool } as const;
  const azure = anAzure({ ...fleet, scheduledEvents: [patches] });
  azure.pass(2);
  return azure;
}

const kubernetesOf = (azure: Azure) => azure.world.clusters[0]!.kubernetes;
const nodeOf = (azure: Azure) => kubernetesOf(azure).state.store.all('nodes')[0]!;
const machineOf = (azure: Azure) => nodeOf(azure).spec.providerID!.slice('azure://'.length);
const channel = (name: string) => ({ properties: { autoUpgradeProfile: { nodeOSUpgradeChannel: name } } });

/** A pod that checks files of a node, and the code it ended with. */
function exitCode(azure: Azure, script: string): unknown {
  const kubernetes = kubernetesOf(azure);
  const spec = {
    nodeName: nodeOf(azure).metadata.name,
    restartPolicy: 'Never',
    volumes: [{ name: 'run', hostPath: { path: '/run' } }],
    containers: [
      { name: 'look', command: ['sh', '-c', script], volumeMounts: [{ name: 'run', mountPath: '/host' }] },
    ],
  };
  kubernetes.apply([{ kind: 'Pod', metadata: { name: 'look', namespace: 'default' }, spec }]);
  azure.pass(5);
  const pod = kubernetes.state.store.get('pods', 'default', 'look') as unknown as {
    status: { containerStatuses: { state: JsonObject }[] };
  };
  kubernetes.state.store.remove('pods', { namespace: 'default', name: 'look' });
  return pod.status.containerStatuses[0]?.state.terminated;
}
const script = 'test -d /host/systemd || exit 3; test -e /host/reboot-required && exit 10; exit 0';

describe('a machine that waits for a reboot', () => {
  it('carries the sentinel until it boots', async () => {
    const azure = patched();
    expect(exitCode(azure, script)).toMatchObject({ exitCode: 10, reason: 'Error' });
    await azure.send('POST', `${machineOf(azure)}/restart?${view}`);
    azure.pass(10);
    expect(exitCode(azure, script)).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });

  it('is found by its pool, however that is spelt', () => {
    expect(exitCode(patched({}, 'SYSTEM'), script)).toMatchObject({ exitCode: 10 });
  });

  it.each(['NodeImage', 'SecurityPatch'])('is none where the channel is %s', (name) => {
    expect(exitCode(patched(channel(name)), script)).toMatchObject({ exitCode: 0 });
  });

  it('shows nothing to a pod that does not see its files', () => {
    expect(exitCode(patched(), script.replaceAll('/host/', '/elsewhere/'))).toMatchObject({ exitCode: 3 });
  });
});

describe('a restart of a machine', () => {
  it('leads to another boot and the new kernel, after Azure calls it done, and AKS stays as it is', async () => {
    const azure = patched();
    const { bootID, kernelVersion } = nodeOf(azure).status!.nodeInfo!;
    const id = machineOf(azure);
    const before = (await azure.send('GET', `${id}?${view}`)).body;
    expect(before.properties).toMatchObject({ provisioningState: 'Succeeded' });
    const accepted = await azure.send('POST', `${id}/restart?${view}`);
    expect(accepted.status).toBe(202);
    expect((await azure.send('GET', `${id}?${view}`)).body.properties).toMatchObject({
      provisioningState: 'Updating',
    });
    expect((await azure.send('POST', `${id}/restart?${view}`)).status).toBe(409);
    const operation = operationOf(accepted);
    expect(operation).toContain('/Microsoft.Compute/');
    while ((await azure.send('GET', operation)).body.status === 'InProgress') azure.pass(0.05);
    expect(nodeOf(azure).status!.nodeInfo!.bootID).toBe(bootID);
    azure.pass(2);
    expect(nodeOf(azure).status!.nodeInfo).toMatchObject({ kernelVersion: '5.15.0-1090-azure' });
    expect(kernelVersion).toBe('5.15.0-1089-azure');
    expect(nodeOf(azure).status!.nodeInfo!.bootID).not.toBe(bootID);
    const after = (await azure.send('GET', `${id}?${view}`)).body;
    expect(after.properties).not.toEqual(before.properties);
    expect(azure.world.clusters[0]!.pools[0]!.properties.provisioningState).toBe('Succeeded');
  });

  it('is refused where the node resource group is locked down', async () => {
    const azure = patched({ properties: { nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' } } });
    const { status, body } = await azure.send('POST', `${machineOf(azure)}/restart?${view}`);
    expect([status, (body.error as JsonObject).code]).toEqual([403, 'DenyAssignmentAuthorizationFailed']);
  });

  it('finds no machine that belongs to no cluster', async () => {
    const azure = patched();
    expect((await azure.send('GET', `${machineOf(azure)}9?${view}`)).status).toBe(404);
  });
});

/** A pod on the first node that asks its process 1 for a reboot, if that is in the boot it names. */
function askForReboot(azure: Azure, { privileged = true, hostPID = true, boot = '' } = {}): void {
  const node = nodeOf(azure);
  const value = boot || String(node.status!.nodeInfo!.bootID);
  const script =
    'read -r now < /proc/sys/kernel/random/boot_id; test "$now" = "$BOOT" || exit 3; nsenter -t 1 -m -- systemctl reboot || exit 4';
  const container = { name: 'ask', command: ['sh', '-c', script], env: [{ name: 'BOOT', value }] };
  const spec = {
    nodeName: node.metadata.name,
    restartPolicy: 'Never',
    hostPID,
    containers: [{ ...container, securityContext: { privileged } }],
  };
  kubernetesOf(azure).apply([{ kind: 'Pod', metadata: { name: 'ask', namespace: 'default' }, spec }]);
}
const endOfAsk = (azure: Azure) =>
  (
    kubernetesOf(azure).state.store.get('pods', 'default', 'ask') as unknown as {
      status: { containerStatuses: { state: JsonObject }[] };
    }
  ).status.containerStatuses[0]?.state.terminated;

describe('a pod that asks for the reboot of its node', () => {
  it('has it go down and come up in another boot, without the sentinel, and is found dead there', () => {
    const azure = patched();
    const before = nodeOf(azure).status!.nodeInfo!.bootID;
    askForReboot(azure);
    azure.pass(10);
    expect(nodeOf(azure).status!.nodeInfo!.bootID).not.toBe(before);
    expect(nodeOf(azure).status!.nodeInfo).toMatchObject({ kernelVersion: '5.15.0-1090-azure' });
    expect(endOfAsk(azure)).toMatchObject({ exitCode: 255, reason: 'Unknown' });
    expect(exitCode(azure, script)).toMatchObject({ exitCode: 0 });
  });

  it('reboots it although the pod is gone by then', () => {
    const azure = patched();
    const before = nodeOf(azure).status!.nodeInfo!.bootID;
    askForReboot(azure);
    while (kubernetesOf(azure).nodes()[0]!.ready) azure.pass(0.05);
    kubernetesOf(azure).state.store.remove('pods', { namespace: 'default', name: 'ask' });
    azure.pass(5);
    expect(nodeOf(azure).status!.nodeInfo!.bootID).not.toBe(before);
    expect(kubernetesOf(azure).nodes()[0]).toMatchObject({ ready: true });
  });

  it.each([
    ['it is not privileged', { privileged: false }, 4],
    ['it does not see the processes of its node', { hostPID: false }, 4],
    ['the node is in another boot than it names', { boot: 'another' }, 3],
  ])('reboots nothing where %s', (_, given, exitCode) => {
    const azure = patched();
    const before = nodeOf(azure).status!.nodeInfo!.bootID;
    askForReboot(azure, given);
    azure.pass(10);
    expect(nodeOf(azure).status!.nodeInfo!.bootID).toBe(before);
    expect(endOfAsk(azure)).toMatchObject({ exitCode });
  });
});
