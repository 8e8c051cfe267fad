import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import { oneCluster } from '../campaigns/campaign-specs.ts';
import { spawnDrydock } from '../processes/run-drydock.ts';
import { withDrydock } from '../setup/with-drydock.ts';

const it = withDrydock({ scenario: 'small', speed: 2400 });

describe('payload keys in Azure Key Vault', () => {
  it('encrypt a campaign from its start to its report', async ({ drydock, files }) => {
    const body = { name: 'drydock', value: randomBytes(32).toString('base64') };
    await drydock.simulator.ask('/_simulator/secrets', { method: 'POST', body });
    const DRYDOCK_PAYLOAD_KEYS = `${drydock.simulator.ready.url}/secrets/drydock`;
    await drydock.worker().stop();
    process.env.DRYDOCK_PAYLOAD_KEYS = DRYDOCK_PAYLOAD_KEYS;
    await drydock.restartWorker();
    delete process.env.DRYDOCK_PAYLOAD_KEYS;

    const inTheClear = drydock.environment();
    const typed = (...args: readonly string[]) => spawnDrydock(args, { ...inTheClear, DRYDOCK_PAYLOAD_KEYS });
    const file = files.write('campaign.yaml', oneCluster);
    const start = [
      'start',
      '-f',
      file,
      '--id',
      'vault',
      '--pace',
      'simulator',
      '--yes',
      '--reason',
      'secret',
    ];
    expect(await typed(...start)).toMatchObject({ exitCode: 0 });
    expect(await typed('watch', 'vault')).toMatchObject({ exitCode: 0 });
    expect((await typed('report', 'vault')).stdout).toContain('aks-one-weu');
    expect((await spawnDrydock(['report', 'vault'], inTheClear)).exitCode).toBe(64);

    const { connection, namespace } = drydock.session;
    const execution = { workflowId: 'campaign/vault' };
    const { history } = await connection.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution,
    });
    const [begun] = history?.events ?? [];
    const input = JSON.stringify(begun?.workflowExecutionStartedEventAttributes?.input);
    expect(input).not.toContain(Buffer.from('kubernetesVersion').toString('base64').slice(0, 12));
    expect(input).toContain(Buffer.from('binary/encrypted').toString('base64'));
  });
});
