import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkHealth } from '#activities/checks/check-health.ts';
import { takeBaseline } from '#activities/checks/take-health-baseline.ts';
import type { HealthScope } from '#domain/campaign/health-policy.ts';
import type { HealthBaseline } from '#domain/health/health-baseline.ts';
import type { Metric } from '#domain/metric/metric.ts';
import { type Gateways, gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { aHealthPolicy, theChecks } from '../../builders/a-health-reading.ts';
import { aMetric, aProbe, aQuery } from '../../builders/a-metric.ts';
import { aVector, type ServedPages, servePages, trust } from '../../processes/serve-pages.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { type Simulator, startSimulator } from '../../simulated/simulator.ts';

let simulator: Simulator;
let gateways: Gateways;
let pages: ServedPages;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 60 });
  pages = await servePages();
  trust(pages.authority);
  gateways = openGateways(gatewaySettingsFrom({ ...process.env, DRYDOCK_METRIC_NETWORKS: '127.0.0.0/8' }));
});
beforeEach(() => answer(aVector('0.004')));
afterAll(async () => {
  await gateways.close();
  await pages.close();
  await simulator.stop();
});

const path = '/api/v1/query';
const answer = (body: object) => pages.set(path, { body });

/** The cluster itself is not looked at: the questions are about what is measured. */
const measuring = (metrics: readonly Metric[]) =>
  theChecks({
    nodesReady: false,
    workloadsAvailable: null,
    podsRestarting: null,
    pendingPods: null,
    systemPods: false,
    failedJobs: null,
    apiServer: false,
    events: false,
    metrics,
  });

const aRate = (over: Partial<Metric> = {}) =>
  aMetric({ source: aQuery({ address: pages.origin, query: 'errors{cluster="{{cluster}}"}' }), ...over });

const where = () => ({
  resourceId: simulator.ready.clusters[0]!.resourceId,
  pollMs: 1,
  pollFloorMs: 1,
  // Fast: a minute between two measurements are 6 ms.
  pace: { speed: 10_000, virtualEpoch: Date.now(), realEpoch: Date.now(), simulatorId: 'any' },
});

/** How often the nodes of the cluster were read so far. */
async function nodeReads(): Promise<number> {
  const { text } = await simulator.ask('/_simulator/ledger?all=1');
  const { entries } = JSON.parse(text) as { readonly entries: readonly { readonly path: string }[] };
  return entries.filter(({ path: asked }) => /\/api\/v1\/nodes(\?|$)/.test(asked)).length;
}

async function baseline(metric = aRate()): Promise<HealthBaseline> {
  const input = { ...where(), checks: measuring([metric]), scopes: [null] };
  const taken = await new MockActivityEnvironment().run(takeBaseline(gateways), input);
  return (taken as readonly HealthBaseline[])[0]!;
}

function check(against: HealthBaseline, metric = aRate(), scope: HealthScope = null) {
  const policy = aHealthPolicy({ settleMs: 0, checks: measuring([metric]) });
  const input = {
    ...where(),
    policy,
    scope,
    baseline: against,
    deadline: Number.MAX_SAFE_INTEGER,
    until: null,
  };
  return new MockActivityEnvironment().run(checkHealth(gateways), input);
}

describe('a baseline', () => {
  it('asks for the metric of its own cluster, twice', async () => {
    const before = pages.asked.length;
    expect((await baseline()).first).toEqual([]);
    const asked = pages.asked.slice(before).map(({ url }) => url.searchParams.get('query'));
    const { name } = simulator.ready.clusters[0]!;
    expect(asked).toEqual([`errors{cluster="${name}"}`, `errors{cluster="${name}"}`]);
  });

  it('knows of a metric that fails already', async () => {
    answer(aVector('0.05'));
    expect((await baseline()).first).toEqual(['metric error-rate is 0.05 for {series="0"}, expected < 0.01']);
  });

  it.each([
    ['finds no data', { body: aVector() }, 'metric-refused', 'its query returned no data'],
    ['is refused', { status: 403 }, 'metric-refused', 'answered 403'],
    ['is met by a server that fails', { status: 500 }, 'metric-unreachable', 'answered 500'],
  ])('is not taken where a query %s', async (_, page, kind, words) => {
    pages.set(path, page);
    expect(await failureOf(baseline())).toMatchObject({
      kind,
      message: expect.stringMatching(new RegExp(`^Metric error-rate cannot be measured: .*${words}`)),
    });
  });
});

describe('a look at health', () => {
  it('continues where the metric is well, measured as often as the file says', async () => {
    const before = await baseline();
    const asked = pages.asked.length;
    expect(await check(before, aRate({ count: 3 }))).toEqual({ kind: 'go-on' });
    expect(pages.asked.length - asked).toBeGreaterThanOrEqual(3);
  });

  it('measures what is due between two reads of the cluster, without reading it more often', async () => {
    const before = await baseline();
    const metric = aRate({ count: 3, intervalMs: 10_000 });
    const policy = aHealthPolicy({
      settleMs: 0,
      goodReadings: 1,
      checks: { ...measuring([metric]), nodesReady: true },
    });
    const looks = await nodeReads();
    const answered = await new MockActivityEnvironment().run(checkHealth(gateways), {
      ...where(),
      // A second between two looks, during which the metric is due a hundred times.
      pollMs: 10_000_000,
      policy,
      scope: null,
      baseline: before,
      deadline: Number.MAX_SAFE_INTEGER,
      until: null,
    });
    expect(answered).toEqual({ kind: 'go-on' });
    expect((await nodeReads()) - looks).toBe(2);
  });

  it('holds where the metric turned bad, with its name, value and limit', async () => {
    const before = await baseline();
    answer(aVector('0.05'));
    expect(await check(before)).toEqual({
      kind: 'hold',
      because: 'health-worse',
      evidence: ['metric error-rate is 0.05 for {series="0"}, expected < 0.01'],
    });
  });

  it('may take a pool back for it', async () => {
    const before = await baseline();
    answer(aVector('0.05'));
    expect(await check(before, aRate(), 'system')).toMatchObject({ kind: 'roll-back' });
  });

  it('continues where the metric was as bad before, and says so', async () => {
    answer(aVector('0.05'));
    expect(await check(await baseline())).toEqual({
      kind: 'go-on',
      evidence: [expect.stringMatching(/^metric error-rate is 0\.05 .*, but it failed before this step too/)],
    });
  });

  it('holds, and takes nothing back, where it cannot measure any more', async () => {
    const before = await baseline();
    pages.set(path, { status: 503 });
    expect(await check(before, aRate(), 'system')).toMatchObject({
      kind: 'hold',
      because: 'evidence-lost',
      evidence: [expect.stringMatching(/^metric error-rate can no longer be measured \(.* answered 503/)],
    });
  });

  it('asks pages too', async () => {
    const { origin } = pages;
    const source = aProbe({ url: `${origin}/smoke`, wants: { path: ['ok'], value: true } });
    const smoke = aMetric({ name: 'smoke', source });
    pages.set('/smoke', { body: { ok: true } });
    const before = await baseline(smoke);
    expect(await check(before, smoke)).toEqual({ kind: 'go-on' });
    pages.set('/smoke', { body: { ok: false } });
    expect(await check(before, smoke)).toMatchObject({
      evidence: ['metric smoke has false at $.ok, expected true'],
    });
  });
});
