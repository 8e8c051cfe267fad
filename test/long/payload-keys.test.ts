import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { oneCluster } from '../campaigns/campaign-specs.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { spawnDrydock } from '../processes/run-drydock.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { withDrydock } from '../setup/with-drydock.ts';

const keys = openTemporaryFiles();
const keyLine = (id: string) => `${id} ${randomBytes(32).toString('base64')}\n`;
const [december, january] = [keyLine('2026-12'), keyLine('2027-01')];
const keyFile = (name: string, text: string) => {
  const path = keys.write(name, text);
  chmodSync(path, 0o600);
  return path;
};
process.env.DRYDOCK_PAYLOAD_KEYS = keyFile('payload-keys', december);
const cluster = 'aks-one-weu';

const it = withDrydock({ scenario: 'small', speed: 1200 });

describe('a campaign with payload keys', () => {
  it('refuses commands that cannot read it before they send anything, and continues with another key after a restart', async ({
    drydock,
    onTestFinished,
  }) => {
    onTestFinished(() => keys.remove());
    await drydock.simulator.fault({
      kind: 'operation-fails',
      match: { method: 'PUT', pool: 'system' },
      afterNodes: 1,
    });
    const campaign = await drydock.start(oneCluster);
    const { name } = campaign;
    await campaign.until(needsDecision);
    const typed = (command: string, file: string) =>
      spawnDrydock(command.split(' '), { ...drydock.environment(), DRYDOCK_PAYLOAD_KEYS: file });
    const retry = `retry ${name} --target cluster/${cluster} --reason text --yes`;
    const approve = `approve ${name} --gate x --reason text --yes`;
    const sets = [
      ['', /payload key "2026-12" is needed: set DRYDOCK_PAYLOAD_KEYS/],
      [
        keyFile('other', january),
        /"2026-12" is not among those of DRYDOCK_PAYLOAD_KEYS \(it has 2027-01\): add it/,
      ],
      [keyFile('same-id', keyLine('2026-12')), /"2026-12" .* is another key .*: restore that one/],
    ] as const;
    for (const [file, said] of sets)
      for (const command of [
        `status ${name}`,
        'list',
        `watch ${name}`,
        `describe ${name}`,
        `report ${name}`,
        approve,
        retry,
      ]) {
        const { exitCode, stderr } = await typed(command, file);
        expect({ command, exitCode, stderr }).toMatchObject({
          exitCode: 64,
          stderr: expect.stringMatching(said),
        });
      }
    expect(needsDecision(await campaign.until(() => true))).toBe(true);

    const both = keyFile('payload-keys', december + january);
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await typed(retry, both)).toMatchObject({ exitCode: 0 });
    expect(await typed(`watch ${name}`, both)).toMatchObject({ exitCode: 0 });
    const { connection, namespace } = drydock.session;
    const { history } = await connection.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId: `campaign/${name}` },
    });
    const bytes = JSON.stringify(history);
    for (const id of ['2026-12', '2027-01']) expect(bytes).toContain(Buffer.from(id).toString('base64'));
    expect(await typed(`describe ${name}`, both)).toMatchObject({ exitCode: 0 });
    expect(await typed(`describe ${name}`, keyFile('newest', january))).toMatchObject({ exitCode: 64 });
  });
});
