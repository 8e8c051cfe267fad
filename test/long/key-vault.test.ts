import { randomBytes } from 'node:crypto';
import { describe, expect, vi } from 'vitest';
import type { Schedule } from '#cli/schedule/schedules.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { nightlySpec } from '../campaigns/nightly-spec.ts';
import { spawnDrydock } from '../processes/run-drydock.ts';
import { withDrydock } from '../setup/with-drydock.ts';

const fleet = fleetFile({ once: [{ name: 'aks-one-weu' }], nightly: [{ name: 'aks-nightly' }] });

const it = withDrydock({ fleet, speed: 2400 })
  .extend('keys', { scope: 'file' }, async ({ drydock }) => {
    const body = { name: 'drydock', value: randomBytes(32).toString('base64') };
    await drydock.simulator.ask('/_simulator/secrets', { method: 'POST', body });
    const DRYDOCK_PAYLOAD_KEYS = `${drydock.simulator.ready.url}/secrets/drydock`;
    await drydock.worker().stop();
    process.env.DRYDOCK_PAYLOAD_KEYS = DRYDOCK_PAYLOAD_KEYS;
    await drydock.restartWorker();
    delete process.env.DRYDOCK_PAYLOAD_KEYS;
    return { DRYDOCK_PAYLOAD_KEYS };
  })
  .extend(
    'typed',
    ({ drydock, keys }) =>
      (...args: readonly string[]) =>
        spawnDrydock(args, { ...drydock.environment(), ...keys }),
  )
  .extend('inputOf', ({ drydock }) => async (workflowId: string) => {
    const { connection, namespace } = drydock.session;
    const execution = { workflowId };
    const { history } = await connection.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution,
    });
    const [begun] = history?.events ?? [];
    return JSON.stringify(begun?.workflowExecutionStartedEventAttributes?.input);
  });

const waiting = { timeout: 60_000, interval: 500 };
const encrypted = Buffer.from('binary/encrypted').toString('base64');

describe('payload keys in Azure Key Vault', () => {
  it('encrypt a campaign from its start to its report', async ({ drydock, files, typed, inputOf }) => {
    const file = files.write('campaign.json', groupSpec('once'));
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
    expect((await spawnDrydock(['report', 'vault'], drydock.environment())).exitCode).toBe(64);
    expect(await inputOf('campaign/vault')).toContain(encrypted);
  });

  it('encrypt a schedule and its runs', async ({ files, typed, inputOf }) => {
    const file = files.write('nightly.json', nightlySpec('nightly'));
    const create = ['schedule', 'create', 'vault', '-f', file, '--pace', 'simulator', '--reason', 'secret'];
    expect(await typed(...create)).toMatchObject({ exitCode: 0 });
    expect(await typed('schedule', 'trigger', 'vault', '--reason', 'secret')).toMatchObject({ exitCode: 0 });
    const [run] = await vi.waitUntil(async () => {
      const { stdout } = await typed('schedule', 'describe', 'vault', '-o', 'json');
      const { recent } = JSON.parse(stdout) as Schedule;
      return recent.length > 0 && recent;
    }, waiting);
    expect(await inputOf(run!.workflowId)).toContain(encrypted);
    const campaign = await vi.waitUntil(async () => {
      const { stdout } = await typed('list', '-o', 'json');
      const { campaigns } = JSON.parse(stdout) as { campaigns: readonly { name: string }[] };
      return campaigns.find(({ name }) => name.startsWith('nightly-'));
    }, waiting);
    expect(await typed('watch', campaign.name)).toMatchObject({ exitCode: 0 });
    expect((await typed('report', campaign.name)).stdout).toContain('aks-nightly');
  });
});
