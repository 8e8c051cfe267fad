import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { oneCluster } from '../campaigns/campaign-specs.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { withDrydock } from '../setup/with-drydock.ts';

const keys = openTemporaryFiles();
const keyFile = keys.write('payload-keys', `2026-12 ${randomBytes(32).toString('base64')}\n`);
chmodSync(keyFile, 0o600);
process.env.DRYDOCK_PAYLOAD_KEYS = keyFile;

const cluster = 'aks-one-weu';
const message = 'the quota of the subscription is used up';
const reason = 'a test';

/** Ids are the clusters' locks, and search attributes are searched: both stay in the clear. */
const inTheClear = /workflowId|searchAttributes|indexedFields|taskQueue|identity|header/i;

/** Every text of a raw history besides those, bytes read as UTF-8. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .flatMap(([name, each]) => (inTheClear.test(name) ? [] : [textOf(each)]))
    .join('\n');
}

const it = withDrydock({ scenario: 'small', speed: 1200 });

describe('a campaign with payload keys', () => {
  it('goes through a failure, a decision and a retry, and leaves no cluster name, reason or message in the raw history', async ({
    drydock,
    onTestFinished,
  }) => {
    onTestFinished(() => keys.remove());
    const { simulator, session } = drydock;
    await simulator.fault({
      kind: 'operation-fails',
      match: { method: 'PUT', pool: 'system' },
      afterNodes: 1,
      message,
    });
    const campaign = await drydock.start(oneCluster);
    const asked = await campaign.until(needsDecision);
    expect(JSON.stringify(asked)).toContain(message);
    await campaign.steer('retry', { target: `cluster/${cluster}`, reason });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });

    const { resourceId } = simulator.ready.clusters[0]!;
    const ids = [`campaign/${campaign.name}`, clusterWorkflowId(resourceId)];
    for (const workflowId of ids) {
      const { history } = await session.connection.workflowService.getWorkflowExecutionHistory({
        namespace: session.namespace,
        execution: { workflowId },
      });
      const text = textOf(history);
      expect(text).toContain('binary/encrypted');
      expect(text).not.toContain('json/plain');
      for (const secret of [cluster, message, reason]) expect(text).not.toContain(secret);
    }
  });
});
