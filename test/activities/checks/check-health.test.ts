import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { checkHealth } from '#activities/checks/check-health.ts';
import { takeBaseline } from '#activities/checks/take-health-baseline.ts';
import type { HealthBaseline } from '#domain/health/health-baseline.ts';
import { aHealthPolicy, theChecks } from '../../builders/a-health-reading.ts';
import { aDeployment } from '../../builders/a-manifest.ts';
import { fleetFile } from '../../campaigns/fleet-file.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const fleet = fleetFile({
  one: [
    {
      name: 'aks-one',
      manifests: [aDeployment('web'), aDeployment('broken', { 'simulator.drydock.dev/never-ready': 'true' })],
    },
  ],
});

const { simulator, gateways } = await azureForFile({ fleet, speed: 60 });

const where = () => ({
  resourceId: simulator.ready.clusters[0]!.resourceId,
  pollMs: 1,
  pollFloorMs: 1,
  // Fast, for a cluster that is well is looked at once a minute.
  pace: { speed: 10_000, virtualEpoch: Date.now(), realEpoch: Date.now(), simulatorId: 'any' },
});

async function baseline(environment = new MockActivityEnvironment()): Promise<HealthBaseline> {
  const input = { ...where(), checks: theChecks(), scopes: [null] };
  const taken = (await environment.run(takeBaseline(gateways), input)) as readonly HealthBaseline[];
  return taken[0]!;
}

function check(
  against: HealthBaseline,
  environment = new MockActivityEnvironment(),
  until: number | null = null,
) {
  const policy = aHealthPolicy({ settleMs: 0 });
  const deadline = Number.MAX_SAFE_INTEGER;
  const input = { ...where(), policy, scope: null, baseline: against, deadline, until };
  return environment.run(checkHealth(gateways), input);
}

const forbidden = {
  kind: 'error-answer',
  match: { plane: 'kubernetes', pathPattern: '/api/v1/pods' },
  status: 403,
  code: 'Forbidden',
  times: 1000,
};

describe('a baseline', () => {
  it('knows what is broken', async () => {
    expect((await baseline()).first).toEqual(['Deployment shop/broken has 0 of 2 pods available']);
  });

  it('is not taken of what cannot be seen', async () => {
    await simulator.fault(forbidden);
    expect(await failureOf(baseline())).toMatchObject({ kind: 'kubernetes-refused' });
  });

  it('is a heartbeat with every request', async () => {
    const environment = new MockActivityEnvironment();
    let beats = 0;
    environment.on('heartbeat', () => {
      beats += 1;
    });
    await baseline(environment);
    expect(beats).toBe(14);
  });
});

describe('a look at health', () => {
  it('continues where it is as good as before, broken or not', async () => {
    expect(await check(await baseline())).toEqual({ kind: 'go-on' });
  });

  it('holds where it cannot see what it saw before', async () => {
    const before = await baseline();
    await simulator.fault(forbidden);
    expect(await check(before)).toMatchObject({ kind: 'hold', because: 'evidence-lost' });
  });

  it('continues looking through a soak until it is cancelled', async () => {
    const before = await baseline();
    const environment = new MockActivityEnvironment();
    const beats: unknown[] = [];
    environment.on('heartbeat', (details: unknown) => {
      if (details === undefined) return;
      beats.push(details);
      if (beats.length === 3) environment.cancel();
    });
    const looking = check(before, environment, Number.MAX_SAFE_INTEGER);
    await expect(looking).rejects.toThrow();
    expect(beats.length).toBeGreaterThanOrEqual(3);
  });
});
