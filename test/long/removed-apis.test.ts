import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { parse } from 'yaml';
import type { CampaignStatus, ClusterStatus } from '#domain/status/status.ts';
import { type ClusterOfFile, fleetFile, groupSpec, noLooks } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell } from '../simulated/accepted-operations.ts';

type ToolCluster = ClusterOfFile & { readonly helmReleases: readonly { readonly manifest: string }[] };
const scenario = parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'simulator', 'scenarios', 'removed-apis.yaml'), 'utf8'),
) as { readonly spec: { readonly clusters: readonly (ToolCluster & { readonly subscription?: never })[] } };
const [mended, old] = scenario.spec.clusters;
const fleet = fleetFile({
  tools: scenario.spec.clusters,
  blind: [{ name: 'aks-blind' }],
  warned: [{ name: 'aks-warned', deprecatedCalls: old!.deprecatedCalls }],
});

const looking = (removedApis: string) => ({ preflight: { ...noLooks.preflight, removedApis } });
const last = ({ stages }: CampaignStatus): ClusterStatus => stages.at(-1)!.clusters[0]!;

const it = withDrydock({ fleet, speed: 3600 })
  .extend('operationsOf', ({ drydock }) => async (cluster: string): Promise<readonly string[]> => {
    return (await acceptedOperations(drydock.simulator)).filter((each) => each.cluster === cluster).map(tell);
  })
  .extend('happen', ({ drydock }) => async (scheduledEvent: object): Promise<void> => {
    const body = { after: '0s', ...scheduledEvent };
    const { status } = await drydock.simulator.ask('/_simulator/scheduled-events', { method: 'POST', body });
    expect(status).toBeLessThan(300);
  })
  /** Waits until so many hours of the simulator have passed from now. */
  .extend('past', ({ drydock }) => async (hours: number): Promise<void> => {
    const now = async () => {
      const { text } = await drydock.simulator.ask('/_simulator/clock');
      return Date.parse((JSON.parse(text) as { readonly now: string }).now);
    };
    for (const until = (await now()) + hours * 3_600_000; (await now()) < until; ) await pause(250);
  });

describe.concurrent('a campaign whose target takes API versions away', () => {
  it('holds the production cluster that still uses them, says who, and continues once all of them are fixed', async ({
    drydock,
    operationsOf,
    happen,
    past,
  }) => {
    const stages = [
      { name: 'test', clusters: [{ tags: { ring: 'test' } }], approval: { required: false } },
      { name: 'production', clusters: [{ tags: { ring: 'production' } }] },
    ];
    const campaign = await drydock.start(groupSpec('tools', { stages, ...looking('Block') }));
    const held = await campaign.until(needsDecision);
    expect(held.stages.map(({ phase }) => phase)).toEqual(['Completed', 'NeedsDecision']);
    const { reason } = last(held);
    expect(reason).toMatch(
      /aks-shop-weu: admissionregistration.k8s.io\/v1beta1 of ValidatingAdmissionPolicy, removed in 1.34, is in use: /,
    );
    expect(reason).toMatch(/revision 7 of the Helm release guard\/admission .*helm wrote it through/);
    expect(reason).toMatch(/an API server received requests for it since \S+: PATCH \d+/);
    expect(reason).toMatch(/use admissionregistration.k8s.io\/v1 instead, then retry/);
    expect(reason).toMatch(/AKS (?:rejects|may reject) the upgrade for 12h after such a request/);
    expect(await operationsOf('aks-shop-weu')).toEqual([]);

    // Half fixed: the chart is, its objects with it, but someone continues calling.
    const release = { namespace: 'guard', name: 'admission', manifest: mended!.helmReleases[0]!.manifest };
    await happen({ kind: 'helm-upgrade', cluster: 'aks-shop-weu', release });
    const retry = () => campaign.steer('retry', { target: 'cluster/aks-shop-weu' });
    await retry();
    const called = last(
      await campaign.until((now) => needsDecision(now) && !/Helm release/.test(last(now).reason ?? '')),
    ).reason;
    expect(called).toMatch(/is in use: an API server received requests for it/);
    expect(await operationsOf('aks-shop-weu')).toEqual([]);

    await happen({ kind: 'callers-stop', cluster: 'aks-shop-weu' });
    await retry();
    await campaign.until((now) => needsDecision(now) && last(now).reason !== called);
    await past(13);
    await retry();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await operationsOf('aks-shop-weu')).toContain(
      'aks-shop-weu control-plane-upgrade 1.33.5 -> 1.34.1',
    );
  });

  it('holds a cluster that it may not look into, names the right, and continues once that is given', async ({
    drydock,
    operationsOf,
  }) => {
    const match = { plane: 'kubernetes', cluster: 'aks-blind', pathPattern: '/metrics$' };
    const forbidden = { kind: 'error-answer', status: 403, code: 'Forbidden', times: 1000, match };
    await drydock.simulator.fault(forbidden);
    const campaign = await drydock.start(groupSpec('blind', looking('Block')));
    expect(last(await campaign.until(needsDecision)).reason).toMatch(
      /aks-blind: unknown: use of APIs removed in 1.34: requires permission to get \/metrics: /,
    );
    expect(await operationsOf('aks-blind')).toEqual([]);
    await drydock.simulator.clearFaults('aks-blind');
    await campaign.steer('retry', { target: 'cluster/aks-blind' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it('holds nothing where the file wants a warning: then Azure has the word', async ({ drydock }) => {
    const campaign = await drydock.start(groupSpec('warned', looking('Warn')));
    expect(last(await campaign.until(needsDecision)).reason).toMatch(
      /validatingadmissionpolicies.*A client still calls an API that the target version removes/s,
    );
    await campaign.steer('skip', { target: 'cluster/aks-warned' });
    await campaign.result();
  });
});
