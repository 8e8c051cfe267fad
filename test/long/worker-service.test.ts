import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { freePort } from '#cli/process/free-port.ts';
import { explainNoWork, workerPolls } from '#cli/temporal/worker-polls.ts';
import { oneCluster } from '../campaigns/campaign-specs.ts';
import { playScheduledRun, scheduleNightly } from '../campaigns/play-scheduled-run.ts';
import { openTcpRelay } from '../processes/tcp-relay.ts';
import { type RunningWorker, startWorker } from '../processes/worker-process.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, untilAccepted } from '../simulated/accepted-operations.ts';

const root = join(import.meta.dirname, '..', '..');
const node = join(root, 'node_modules', '.bin', 'node');

async function probe(port: number, path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: answer.status, text: await answer.text() };
}

/** What Prometheus would read: the sum over every series of that name with these labels. */
async function readMetrics(port: number) {
  const { text } = await probe(port, '/metrics');
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return (name: string, labels: Readonly<Record<string, string>> = {}): number => {
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const found = lines.filter(
      (line) =>
        /^[{ ]/.test(line.slice(name.length)) &&
        line.startsWith(name) &&
        wanted.every((label) => line.includes(label)),
    );
    return found.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
}

/** Runs the worker to its end: what operators see of one that cannot start. */
async function runWorker(env: Readonly<Record<string, string>>): Promise<{ code: number; stderr: string }> {
  try {
    await promisify(execFile)(node, [join(root, 'worker', 'main.ts')], {
      env: { PATH: process.env.PATH, ...env },
    });
    throw new Error('it ended without a word');
  } catch (error) {
    return error as { code: number; stderr: string };
  }
}

const it = withDrydock({ scenario: 'small', speed: 2400, settings: { DRYDOCK_SETTLE: '3h' } })
  /** The simulator, without the worker that came with it. */
  .extend('simulator', { scope: 'file' }, async ({ drydock }) => {
    await drydock.worker().stop();
    return drydock.simulator;
  })
  /** Starts a worker that ends with the test. */
  .extend('service', ({ simulator }, { onCleanup }) => {
    const workers: RunningWorker[] = [];
    onCleanup(async () => void (await Promise.all(workers.map((worker) => worker.kill()))));
    return async (env: Readonly<Record<string, string>> = {}) => {
      const worker = await startWorker({ ...simulator.ready.env, DRYDOCK_LOG_LEVEL: 'info', ...env });
      workers.push(worker);
      return worker;
    };
  });

describe('the worker as a service', () => {
  it('carries a campaign, and says in probes, metrics and log what it does', async ({ drydock, service }) => {
    const metricsPort = await freePort();
    const worker = await service({ DRYDOCK_METRICS_PORT: String(metricsPort) });
    expect(await probe(worker.healthPort, '/healthz')).toEqual({ status: 200, text: 'RUNNING\n' });
    expect(await probe(worker.healthPort, '/readyz')).toEqual({ status: 200, text: 'RUNNING\n' });
    expect(await probe(worker.healthPort, '/')).toMatchObject({ status: 404 });
    await drydock.simulator.fault({ kind: 'throttle', match: { method: 'PUT' }, retryAfterSeconds: 1 });
    await drydock.simulator.fault({ kind: 'false-success', match: { pool: 'system' } });
    const campaign = await drydock.start(oneCluster);
    await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'decision'));
    await campaign.steer('skip', { target: 'cluster/aks-one-weu' });
    await campaign.result();
    const sum = await readMetrics(metricsPort);
    expect(sum('drydock_azure_requests_total', { method: 'GET', code: '200' })).toBeGreaterThan(3);
    expect(sum('drydock_azure_requests_total', { method: 'PUT', code: '429' })).toBe(1);
    expect(sum('drydock_pool_upgrade_duration_seconds_count', { result: 'succeeded' })).toBe(1);
    expect(sum('drydock_control_plane_upgrade_duration_seconds_count')).toBe(1);
    expect(sum('drydock_health_checks_total', { result: 'good' })).toBe(1);
    expect(sum('drydock_health_checks_total', { result: 'bad' })).toBe(1);
    expect(sum('drydock_failures_total', { kind: 'throttled' })).toBe(1);
    expect(sum('drydock_failures_total', { kind: 'nodes-not-as-planned' })).toBe(1);
    expect(sum('temporal_worker_task_slots_available')).toBeGreaterThan(400);
    expect(await worker.stop()).toBe(0);
    const lines = worker
      .logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find(({ msg }) => msg === 'Activity failed')).toMatchObject({
      level: 'warn',
      campaign: campaign.name,
      cluster: 'aks-one-weu',
      error: { type: 'ApplicationFailure', message: expect.stringContaining('throttles requests') },
    });
    expect(lines.at(-1)).toMatchObject({ level: 'info', msg: 'worker ended' });
    expect(worker.logged()).not.toContain('taskToken');
  });

  it('shows in its metrics the last scheduled audit, also one before its start', async ({
    drydock,
    files,
    service,
  }) => {
    const worker = await service();
    const nightly = {
      schedule: { cron: ['0 0 1 1 *'], timezone: 'UTC' },
      campaign: {
        upgrade: { type: 'NodeImageOnly' },
        stages: [{ name: 'all', clusters: [{ subscriptions: ['*'] }] }],
      },
    };
    const text = {
      apiVersion: 'drydock.dev/v1',
      kind: 'NightlyRefresh',
      metadata: { name: 'audits' },
      spec: nightly,
    };
    const file = files.write('audits.json', JSON.stringify(text));
    await scheduleNightly(drydock.session, 'audits', file, true);
    const result = await playScheduledRun(drydock.session, 'audits');
    expect(result).toMatchObject({ audit: true, phase: 'Completed' });
    expect(await worker.stop()).toBe(0);
    const metricsPort = await freePort();
    await service({ DRYDOCK_METRICS_PORT: String(metricsPort) });
    await vi.waitFor(
      async () => {
        const sum = await readMetrics(metricsPort);
        expect(sum('drydock_audit_time_seconds')).toBeGreaterThan(1.7e9);
        expect(sum('drydock_audit_cluster_read')).toBe(result.clusters.total);
        expect(sum('drydock_audit_cluster_findings', { severity: 'high' })).toBeGreaterThan(0);
        expect(sum('drydock_audit_findings', { control: 'SB-POD-02' })).toBeGreaterThan(0);
      },
      { timeout: 30_000, interval: 500 },
    );
  });

  it('is alive but not ready while the Temporal server does not answer', async ({ drydock, service }) => {
    const relay = await openTcpRelay(drydock.session.address);
    const worker = await service({ TEMPORAL_ADDRESS: relay.address });
    expect(await probe(worker.healthPort, '/readyz')).toMatchObject({ status: 200 });
    await relay.cut();
    // One answer of Temporal serves for a second.
    await vi.waitFor(
      async () =>
        expect(await probe(worker.healthPort, '/readyz')).toEqual({
          status: 503,
          text: 'the Temporal server does not answer\n',
        }),
      { timeout: 10_000 },
    );
    expect(await probe(worker.healthPort, '/healthz')).toMatchObject({ status: 200 });
  });

  it('joins a worker deployment, with workflows bundled in advance, and is given no work before its version is current', async ({
    drydock,
    files,
    service,
  }) => {
    const bundle = join(files.folder, 'workflows.cjs');
    await promisify(execFile)(node, [join(root, 'worker', 'bundle-workflows.ts'), bundle]);
    const deploymentName = `drydock-${process.pid}`;
    const worker = await service({
      DRYDOCK_WORKFLOW_BUNDLE: bundle,
      TEMPORAL_DEPLOYMENT_NAME: deploymentName,
      TEMPORAL_WORKER_BUILD_ID: 'v1',
    });
    const { namespace, connection } = drydock.session;
    const { workflowService } = connection;
    const { taskQueue } = worker;
    const polls = () => workerPolls(drydock.session, taskQueue);
    const version = { deploymentName, buildId: 'v1' };
    await expect.poll(polls, { timeout: 30_000 }).toMatchObject({ idle: expect.arrayContaining([version]) });
    expect(explainNoWork({ ...(await polls()), ages: [] }, taskQueue)).toMatchObject({
      next: `temporal worker deployment set-current-version --deployment-name ${deploymentName} --build-id v1`,
    });
    await workflowService.setWorkerDeploymentCurrentVersion({ namespace, ...version });
    await expect
      .poll(polls, { timeout: 30_000 })
      .toMatchObject({ ages: [expect.any(Number)], current: version });
    await workflowService.setWorkerDeploymentCurrentVersion({ namespace, deploymentName, buildId: '' });
  });
});

const slowly = withDrydock({ scenario: 'small', speed: 300 });

describe('a worker that gets SIGTERM', () => {
  slowly('ends within its grace, and another goes on', async ({ drydock }) => {
    await drydock.worker().stop();
    const patient = await startWorker({
      ...drydock.simulator.ready.env,
      DRYDOCK_LOG_LEVEL: 'warn',
      DRYDOCK_SHUTDOWN_GRACE: '1s',
    });
    const campaign = await drydock.start(oneCluster);
    await untilAccepted(drydock.simulator, 'control-plane-upgrade');
    patient.signal('SIGTERM');
    expect(await patient.ended).toBe(0);
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    const upgrades = (await acceptedOperations(drydock.simulator)).filter(({ kind }) => kind !== 'settings');
    expect(upgrades.map(({ kind }) => kind)).toEqual(['control-plane-upgrade', 'node-pool-upgrade']);
  });
});

describe('a worker that cannot start', () => {
  test('names every problem of its configuration at once', async () => {
    const { code, stderr } = await runWorker({
      DRYDOCK_LOG_LEVEL: 'loud',
      DRYDOCK_ARM_ENDPOINT: 'nowhere',
      TEMPORAL_TLS: 'TRUE',
      TEMPORAL_DEPLOYMENT_NAME: 'drydock',
    });
    expect(code).toBe(64);
    expect(stderr).toMatch(/has 4 problems\n( {2}.+\n){4}$/);
  });

  test('says that no Temporal server answers', async () => {
    const { code, stderr } = await runWorker({
      TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}`,
      DRYDOCK_ARM_ENDPOINT: `https://127.0.0.1:${await freePort()}`,
    });
    expect({ code, stderr }).toEqual({ code: 69, stderr: expect.stringMatching(/^error: .+/m) });
  });
});
