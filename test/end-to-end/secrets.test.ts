import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { parse } from 'yaml';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { oneCluster } from '../campaigns/campaign-specs.ts';
import { runDrydock } from '../processes/run-drydock.ts';
import { startWorker } from '../processes/worker-process.ts';
import { withDrydock } from '../setup/with-drydock.ts';

const canary = (of: string) => `cAnArY-${of}-${randomUUID()}`;

/** In the worker's environment, as a password whose text has no shape. */
const environmentCanary = canary('environment');
/** In what Azure and the cluster answer, in every shape that answers have. */
const answerCanary = canary('answer');
const everyShape = [
  `Authorization: Bearer ${answerCanary}`,
  `client_secret=${answerCanary}&password=${answerCanary}`,
  `{"access_token":"${answerCanary}"}`,
  `https://x.blob.core.windows.net/logs?sig=${answerCanary}&se=2026`,
  `https://admin:${answerCanary}@proxy.example/`,
].join(' ');
const jsonWebToken = /eyJ[\w-]{8,}\.[\w-]{8,}\./;

/** Every text in it, payloads read as what they are: JSON in UTF-8. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(textOf).join('\n');
}

function tokenOf(kubeconfigFile: string): string {
  const file = parse(readFileSync(kubeconfigFile, 'utf8')) as { users: { user: { token: string } }[] };
  return file.users[0]!.user.token;
}

const it = withDrydock({ scenario: 'small', speed: 1200 })
  /** A campaign with a failure of every kind that quotes secrets, and everything that can be seen of it. */
  .extend('played', { scope: 'file' }, async ({ drydock, files }, { onCleanup }) => {
    const { simulator, session } = drydock;
    const { env, clusters } = simulator.ready;
    await drydock.worker().stop();
    const worker = await startWorker({
      ...env,
      AZURE_CLIENT_CERTIFICATE_PASSWORD: environmentCanary,
      DRYDOCK_LOG_LEVEL: 'debug',
    });
    onCleanup(async () => void (await worker.stop()));
    const seen = new Map<string, string>();
    const commands = drydock.environment();
    const look = async (name: string, ...args: readonly string[]) =>
      void seen.set(name, textOf(await runDrydock([...args, '-o', 'json'], commands)));
    const file = files.write('one.yaml', oneCluster);
    await simulator.fault({ kind: 'error-answer', times: 9, message: everyShape });
    await look('a plan that failed', 'plan', '-f', file);
    await simulator.clearFaults();
    await look('a plan', 'plan', '-f', file);
    await look('the fleet', 'fleet');

    const pool = { method: 'PUT', pool: 'system' };
    // Only the worker knows its environment; a command line elsewhere cannot know that this is a secret.
    const message = `it was ${environmentCanary} ${everyShape}`;
    await simulator.fault({ kind: 'error-answer', match: pool, message });
    await simulator.fault({ kind: 'error-answer', match: { plane: 'kubernetes' }, message });
    await simulator.fault({ kind: 'operation-fails', match: pool, afterNodes: 1, message });
    const campaign = await drydock.start(oneCluster);
    const handle = session.client.workflow.getHandle(clusterWorkflowId(clusters[0]!.resourceId));
    const heartbeats: string[] = [];
    await campaign.until(({ phase, stages }) => {
      if (stages[0]?.phase === 'Running')
        void handle.describe().then(
          ({ raw }) => heartbeats.push(textOf(raw)),
          () => undefined,
        );
      return phase === 'NeedsDecision';
    });
    await look('the status while a person is asked', 'status', campaign.name);
    seen.set('the text of the status', textOf(await runDrydock(['status', campaign.name], commands)));
    await campaign.steer('retry', { target: 'cluster/aks-one-weu' });
    seen.set('the result', textOf(await campaign.result()));
    await look('the status at the end', 'status', campaign.name);
    await look('the list', 'list');
    seen.set('the history of the campaign', textOf(await campaign.history()));
    seen.set('the history of the cluster', textOf(await handle.fetchHistory()));
    seen.set('heartbeats and pending activities', heartbeats.join('\n'));
    seen.set("the worker's log", worker.logged());
    seen.set('faults that have not struck', (await simulator.ask('/_simulator/faults')).text);
    const secrets = [
      environmentCanary,
      answerCanary,
      env.AZURE_CLIENT_SECRET!,
      readFileSync(env.AZURE_FEDERATED_TOKEN_FILE!, 'utf8').trim(),
      tokenOf(clusters[0]!.kubeconfigFile),
    ];
    return { seen, secrets };
  });

describe('secrets', () => {
  it('were all met: the checks below read something', ({ played: { seen } }) => {
    expect(seen.get('faults that have not struck')).toBe('{"faults":[]}');
    expect(seen.get('a plan that failed')).toContain('[redacted]');
    expect(seen.get('the status while a person is asked')).toContain('[redacted]');
    expect(seen.get('the history of the cluster')).toContain('[redacted]');
    expect(seen.get('heartbeats and pending activities')).toContain('watchOperation');
    expect(seen.get("the worker's log")).toContain('[redacted]');
    expect(seen.get("the worker's log")).toContain('"level":"debug"');
  });

  it.for([
    'a plan that failed',
    'a plan',
    'the fleet',
    'the status while a person is asked',
    'the text of the status',
    'the status at the end',
    'the list',
    'the result',
    'the history of the campaign',
    'the history of the cluster',
    'heartbeats and pending activities',
    "the worker's log",
  ])('stand nowhere in %s', (where, { played: { seen, secrets } }) => {
    const text = seen.get(where) ?? '';
    expect(text.length).toBeGreaterThan(20);
    expect(text).not.toMatch(jsonWebToken);
    for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
  });
});
