import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DrainNodeInput, drainNode } from '#activities/reboot/drain-node.ts';
import { uncordonNode } from '#activities/reboot/uncordon-node.ts';
import type { DrainSummary } from '#domain/drain/drain-report.ts';
import { gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import type { DrainProgress } from '#procedures/drain/drain-node.ts';
import { type Simulator, startSimulator } from '../../simulated/simulator.ts';

let simulator: Simulator;
let nodes: readonly string[];

const openAuditClients = () => openGateways(gatewaySettingsFrom(process.env));
const resourceId = () => simulator.ready.clusters[0]?.resourceId ?? '';

beforeAll(async () => {
  simulator = await startSimulator({ speed: 30 });
  nodes = (await openAuditClients().kubernetes.nodes(resourceId())).map(({ name }) => name);
});
afterAll(() => simulator.stop());

function aDrain(node: string, over: Partial<DrainNodeInput> = {}) {
  const environment = new MockActivityEnvironment();
  const heartbeats: DrainProgress[] = [];
  environment.on('heartbeat', (progress: DrainProgress) => heartbeats.push(progress));
  const input: DrainNodeInput = {
    pace: null,
    resourceId: resourceId(),
    node,
    by: 'campaign/test',
    consent: { unmanaged: false, localData: false },
    graceSeconds: null,
    deadline: Date.now() + 60_000,
    parallelism: 10,
    successorsMs: 5_000,
    skipStuckMs: null,
    pollFloorMs: 50,
    ...over,
  };
  const run = () => environment.run(drainNode(openAuditClients()), input) as Promise<DrainSummary>;
  return { environment, heartbeats, run };
}

describe('draining a node', () => {
  it('says with every look how many pods are left, and answers in brief', async () => {
    const [node = ''] = nodes;
    const { run, heartbeats } = aDrain(node);
    const summary = await run();
    expect(summary).toMatchObject({ node, outcome: 'drained', cordonedByUs: true, notMoved: [] });
    expect(heartbeats[0]?.left).toBeGreaterThan(0);
    expect(heartbeats.at(-1)).toMatchObject({ node, left: 0, blockers: [] });
  });

  it('is opened again once, and only because it was closed by us', async () => {
    const [node = ''] = nodes;
    const open = () =>
      new MockActivityEnvironment().run(uncordonNode(openAuditClients()), {
        pace: null,
        resourceId: resourceId(),
        node,
      });
    expect(await open()).toBe('opened');
    expect(await open()).toBe('was-open');
  });

  it('that is cancelled ends at once and sends nothing more', async () => {
    const [, node = ''] = nodes;
    await simulator.fault({
      kind: 'throttle',
      match: { plane: 'kubernetes', pathPattern: '/eviction$' },
      retryAfterSeconds: 30,
      times: 1_000,
    });
    const { environment, run, heartbeats } = aDrain(node);
    environment.on('heartbeat', () => {
      if (heartbeats.length === 2) environment.cancel('CANCELLED');
    });
    await expect(run()).rejects.toThrow(/CANCELLED/);
    await simulator.clearFaults();
    const sent = async () =>
      (await simulator.ledger()).filter(({ path }) => path.endsWith('/eviction')).length;
    const before = await sent();
    await simulator.advance('1h');
    expect(await sent()).toBe(before);
  });

  it('tells in its heartbeats who blocks', async () => {
    const [, node = ''] = nodes;
    const message = 'admission webhook "guard.example.com" denied the request: no';
    const match = { plane: 'kubernetes', pathPattern: '/eviction$' };
    await simulator.fault({ kind: 'error-answer', match, status: 403, message, times: 1_000 });
    const { run, heartbeats } = aDrain(node, { deadline: Date.now() + 3_000 });
    const summary = await run();
    await simulator.clearFaults();
    expect(summary).toMatchObject({ outcome: 'timed-out', reason: expect.stringContaining('webhook guard') });
    expect(heartbeats.at(-1)?.blockers[0]).toMatchObject({ by: 'webhook guard.example.com' });
  });
});
