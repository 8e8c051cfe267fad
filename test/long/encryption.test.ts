import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { bringTemporalBinary } from '#cli/temporal/temporal-binary.ts';
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

/** Of a local activity the SDK itself writes these past the codec; its result is encrypted. */
const markerFields = [
  'seq',
  'attempt',
  'activity_id',
  'activity_type',
  'complete_time',
  'backoff',
  'original_schedule_time',
];

interface MarkedEvent {
  readonly markerRecordedEventAttributes?: {
    readonly markerName?: string | null;
    readonly details?: Readonly<
      Record<string, { payloads?: { readonly data?: Uint8Array | null }[] | null }>
    > | null;
  } | null;
}

/** Takes them out of the history, as text. */
function takeLocalMarkers(events: readonly MarkedEvent[]): readonly string[] {
  return events.flatMap(({ markerRecordedEventAttributes: marker }) => {
    const data = marker?.details?.data;
    if (marker?.markerName !== 'core_local_activity' || !data) return [];
    const texts = (data.payloads ?? []).map((each) => Buffer.from(each.data ?? []).toString('utf8'));
    data.payloads = [];
    return texts;
  });
}

/** What Temporal's own command line shows with a codec server, and how that one ends. */
async function showThroughCodecServer(workflowId: string, env: Readonly<Record<string, string>>) {
  const token = randomBytes(32).toString('hex');
  const command = ['cli/drydock.ts', 'codec-server', '--port', '0'];
  const server = spawn(process.execPath, command, {
    env: { ...process.env, DRYDOCK_CODEC_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const [ready] = (await once(createInterface(server.stdout), 'line')) as [string];
  const endpoint = `http://127.0.0.1:${(JSON.parse(ready) as { port: number }).port}`;
  const { path } = await bringTemporalBinary(() => undefined);
  const { stdout } = await promisify(execFile)(
    path,
    `workflow show -o json -w ${workflowId} --codec-endpoint ${endpoint} --codec-auth`
      .split(' ')
      .concat(`Bearer ${token}`),
    { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
  );
  server.kill('SIGTERM');
  const [exitCode] = (await ended) as [number | null];
  const shown = stdout.replaceAll(/"(?:data|encoding)": "([^"]+)"/g, (_, text: string) =>
    Buffer.from(text, 'base64').toString('utf8'),
  );
  return { shown, exitCode };
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
      const ownWords = takeLocalMarkers(history?.events ?? []);
      for (const each of ownWords) expect(Object.keys(JSON.parse(each) as object)).toEqual(markerFields);
      const text = textOf(history);
      expect(text).toContain('binary/encrypted');
      expect(text).not.toContain('json/plain');
      for (const secret of [cluster, message, reason]) expect(text).not.toContain(secret);
    }
    const { shown, exitCode } = await showThroughCodecServer(ids[1]!, drydock.environment());
    for (const text of [cluster, message]) expect(shown).toContain(text);
    expect(shown).not.toContain('binary/encrypted');
    expect(exitCode).toBe(0);
  });
});
