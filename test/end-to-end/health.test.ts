import { afterAll, describe, expect } from 'vitest';
import type { CampaignStatus } from '#domain/status/status.ts';
import { aDeployment, aFailingJob } from '../builders/a-manifest.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { aVector, servePages } from '../processes/serve-pages.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

const note = (name: string) => `simulator.drydock.dev/${name}`;
const breaks = { [note('never-ready')]: 'true', [note('on-version')]: '1.34' };

/** A cluster for each question, named after it, with what runs on it. */
const workloads: Readonly<Record<string, object>> = {
  noisy: aDeployment('web', { [note('never-ready')]: 'true' }),
  breaking: aDeployment('web', breaks),
  flapping: aDeployment('web', {
    // Two seconds of ours: a slow machine looks in each of them.
    [note('flap-seconds')]: '2400',
    [note('flap-times')]: '3',
    [note('on-version')]: '1.34',
  }),
  hidden: aDeployment('web'),
  'late-break': aDeployment('web'),
  unwatched: aDeployment('web', breaks),
  metered: aDeployment('web'),
};

const fleet = Object.fromEntries(
  Object.entries(workloads).map(([name, workload]) => [
    name,
    [{ name: `aks-${name}`, manifests: [workload] }],
  ]),
);

const settle = { settle: '10m' };
const reasonOf = (status: CampaignStatus) => status.stages[0]?.clusters[0]?.reason;

/** Its pool soaks longer than any test runs. */
const aLongSoak = (name: string) =>
  groupSpec(name, { health: settle, nodePools: { defaults: { soak: '20d' } } });
const soaksPool =
  (name: string) =>
  ({ waitingFor }: CampaignStatus) =>
    waitingFor.some((wait) => wait.kind === 'soak' && wait.name === `aks-${name}/system`);

const pages = await servePages();
afterAll(() => pages.close());

const it = withDrydock({
  fleet: fleetFile(fleet),
  speed: 1200,
  alsoTrusted: pages.authority,
  settings: { DRYDOCK_METRIC_NETWORKS: '127.0.0.0/8' },
}).extend(
  'kubernetes',
  ({ drydock }) =>
    (name: string) =>
      kubernetesOf(drydock.simulator, `aks-${name}`),
);

describe('health beside an upgrade', () => {
  const mended = { spec: { template: { metadata: { annotations: { [note('never-ready')]: 'false' } } } } };

  it.concurrent('is not blocked by what was broken before', async ({ drydock }) => {
    pages.set('/shop', { status: 503 });
    const shop = { name: 'shop', web: { url: `${pages.origin}/shop` } };
    const campaign = await drydock.start(groupSpec('noisy', { health: { ...settle, metrics: [shop] } }));
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    const [controlPlane] = (await campaign.status()).stages[0]!.clusters[0]!.steps;
    expect(controlPlane!.detail).toBe(
      'metric shop answered 503, but it failed before this step too (not blocking)',
    );
    const { journal, stages } = await campaign.status();
    const before = expect.stringMatching(/\d pre-existing issues \(not blocking\): metric shop/);
    expect(journal).toEqual([expect.objectContaining({ what: 'pre-existing-issues', text: before })]);
    expect(stages[0]!.clusters[0]!.preExistingIssues?.count).toBeGreaterThan(1);
  });

  it.concurrent('holds for what the upgrade broke, and continues once it is fixed', async ({
    drydock,
    kubernetes,
  }) => {
    const campaign = await drydock.start(groupSpec('breaking', { health: settle }));
    const status = await campaign.until(needsDecision);
    expect(reasonOf(status)).toMatch(/^Deployment shop\/web has 0 of 2 pods available/);
    expect(reasonOf(status)).toMatch(/Health is worse than before this step/);
    await (await kubernetes('breaking')).patchDeployment('shop', 'web', mended);
    await campaign.steer('retry', { target: 'cluster/aks-breaking' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it.concurrent('neither passes nor holds while a workload flaps', async ({ drydock }) => {
    const campaign = await drydock.start(groupSpec('flapping', { health: { settle: '80m' } }));
    await campaign.until((status) => status.finishedAt !== null || needsDecision(status));
    expect(await campaign.status()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it.concurrent('holds where it can no longer see what it saw', async ({ drydock }) => {
    const campaign = await drydock.start(aLongSoak('hidden'));
    await campaign.until(soaksPool('hidden'));
    await drydock.simulator.fault({
      kind: 'error-answer',
      match: { plane: 'kubernetes', cluster: 'aks-hidden', pathPattern: '/api/v1/pods' },
      status: 403,
      code: 'Forbidden',
      message: 'pods is forbidden',
      times: 10_000,
    });
    const status = await campaign.until(needsDecision);
    expect(reasonOf(status)).toMatch(
      /^pods cannot be seen any more \(.*\)\. Health data that was readable before/,
    );
    await drydock.simulator.clearFaults();
    await campaign.steer('retry', { target: 'cluster/aks-hidden' });
    await campaign.until(soaksPool('hidden'));
    await campaign.steer('promote', { target: 'cluster/aks-hidden' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it.concurrent('is looked at all through a soak', async ({ drydock, kubernetes }) => {
    const campaign = await drydock.start(aLongSoak('late-break'));
    await campaign.until(soaksPool('late-break'));
    await (await kubernetes('late-break')).createJob('shop', aFailingJob('report'));
    const status = await campaign.until(needsDecision);
    expect(reasonOf(status)).toMatch(/^Job shop\/report has failed/);
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
  });

  it.concurrent('continues while a metric is well, and holds once it is not', async ({ drydock }) => {
    const rate = (value: string) => pages.set('/api/v1/query', { body: aVector(value) });
    const errorRate = {
      name: 'error-rate',
      prometheus: { address: pages.origin, query: 'errors{cluster="{{cluster}}"}' },
      count: 3,
      success: '< 0.01',
    };
    rate('0.004');
    const campaign = await drydock.start(
      groupSpec('metered', {
        health: { ...settle, metrics: [errorRate] },
        nodePools: { defaults: { soak: '20d' } },
      }),
    );
    await campaign.until(soaksPool('metered'));
    const queries = pages.asked.map(({ url }) => url.searchParams.get('query'));
    expect(new Set(queries.filter((query) => query !== null))).toEqual(
      new Set(['errors{cluster="aks-metered"}']),
    );
    rate('0.05');
    const status = await campaign.until(needsDecision);
    expect(reasonOf(status)).toMatch(
      /^metric error-rate is 0\.05 for \{series="0"\}, expected < 0\.01 \(\d of the last 3 measurements failed; limit 0\)/,
    );
    rate('0.004');
    await campaign.steer('retry', { target: 'cluster/aks-metered' });
    await campaign.until(soaksPool('metered'));
    await campaign.steer('promote', { target: 'cluster/aks-metered' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it.concurrent('is not looked at where the file says so', async ({ drydock }) => {
    const campaign = await drydock.start(groupSpec('unwatched', { health: { at: [] } }));
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });
});
