import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '#domain/change/change.ts';
import { type Gateways, gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { failureOf } from '../../../rules/failure-of.ts';
import { type Simulator, startSimulator } from '../../../simulated/simulator.ts';

let simulator: Simulator;
let gateways: Gateways;
let resourceId: string;

beforeAll(async () => {
  simulator = await startSimulator({ speed: 1 });
});
afterAll(() => simulator.stop());
beforeEach(() => {
  gateways = openGateways(gatewaySettingsFrom(process.env));
  resourceId = simulator.ready.clusters[0]?.resourceId ?? '';
});
afterEach(() => simulator.clearFaults());

/** Starts an image upgrade of the one pool: Azure takes it again and again, newest image or not. */
async function startImageUpgrade(): Promise<Operation> {
  const { pools } = await gateways.azure.inspectCluster(resourceId);
  const begun = await gateways.azure.begin(
    { kind: 'upgrade-node-image', resourceId, pool: 'system', to: 'newest' },
    { eTag: pools[0]?.eTag ?? '', notAfterMs: null, correlationId: 'image' },
  );
  if (begun.kind !== 'accepted') throw new Error(`not accepted: ${begun.kind}`);
  return begun.operation;
}

const read = (operation: Operation) => gateways.azure.readOperation(operation);

describe('readOperation', () => {
  // First: an image upgrade of a pool that has the newest image ends before anything can fail.
  it('tells the failure and how it is classed', async () => {
    await simulator.fault({ kind: 'operation-fails', code: 'SubnetIsFull', message: 'no address left' });
    const operation = await startImageUpgrade();
    await simulator.advance('5h');
    expect(await read(operation)).toMatchObject({
      state: 'failed',
      failure: { kind: 'subnet-full', message: 'no address left' },
    });
    await expect(read({ ...operation, url: null })).resolves.toMatchObject({ state: 'failed' });
  });

  it('sees an image upgrade run and end well, and never asks for its result, which answers 204', async () => {
    const operation = await startImageUpgrade();
    expect(await read(operation)).toMatchObject({ state: 'running' });
    await simulator.advance('5h');
    expect(await read(operation)).toEqual({ state: 'succeeded' });
    const asked = await simulator.ledger(true);
    expect(asked.filter((each) => /operationresults/i.test(each.path))).toEqual([]);
  });

  it('asks the resource when the record of the operation is gone', async () => {
    await simulator.fault({ kind: 'operation-expired' });
    const operation = await startImageUpgrade();
    expect(await read(operation)).toMatchObject({ state: 'running', progress: 'UpgradingNodeImageVersion' });
    await simulator.advance('5h');
    expect(await read(operation)).toEqual({ state: 'succeeded' });
  });

  it('asks the resource when the record may not be read', async () => {
    const operation = await startImageUpgrade();
    await simulator.fault({ kind: 'deny', match: { pathPattern: '/operations/' } });
    expect(await read(operation)).toMatchObject({ state: 'running', progress: 'UpgradingNodeImageVersion' });
    await simulator.advance('5h');
  });

  it('asks the resource when the operation ended with a word of its own', async () => {
    await simulator.fault({ kind: 'unknown-ending', word: 'PartiallySucceeded' });
    const operation = await startImageUpgrade();
    await simulator.advance('5h');
    expect(await read(operation)).toEqual({ state: 'succeeded' });
  });

  it('asks the resource when only the resource is known', async () => {
    const operation = { ...(await startImageUpgrade()), url: null };
    expect(await read(operation)).toMatchObject({ state: 'running' });
    await simulator.advance('5h');
    expect(await read(operation)).toEqual({ state: 'succeeded' });
  });

  it('sends nothing, and so no token, to another origin', async () => {
    const { url } = simulator.ready;
    const foreign = `${url.replace('127.0.0.1', 'localhost')}/subscriptions/stolen/operations/1`;
    const refused = await failureOf(read({ resourceId, pool: null, url: foreign }));
    expect(refused.message).toContain('Azure pointed to https://localhost');
    const asked = await simulator.ledger(true);
    expect(asked.filter((each) => each.path.includes('stolen'))).toEqual([]);
  });

  it('repeats a read that met a passing error', async () => {
    const operation: Operation = { resourceId, pool: 'system', url: null };
    await simulator.fault({
      kind: 'error-answer',
      match: { method: 'GET' },
      status: 503,
      code: 'ServiceUnavailable',
    });
    await expect(read(operation)).resolves.toMatchObject({ state: 'succeeded' });
  });

  it('does not sleep through a long Retry-After, but hands it on', async () => {
    const operation: Operation = { resourceId, pool: 'system', url: null };
    await simulator.fault({ kind: 'throttle', match: { method: 'GET' }, retryAfterSeconds: 3600 });
    expect(await failureOf(read(operation))).toMatchObject({ kind: 'throttled', retryAfterMs: 3_600_000 });
  });

  it('throws the abort as it is when the call is cancelled', async () => {
    const stop = new AbortController();
    const asked = gateways.azure.readOperation({ resourceId, pool: 'system', url: null }, stop.signal);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('abort', () => {
  it('cancels what runs; its operation and the one it cancelled both come to an end', async () => {
    const operation = await startImageUpgrade();
    const aborted = await gateways.azure.abort(resourceId, 'system');
    if (aborted.kind !== 'accepted') throw new Error('nothing was aborted');
    await simulator.advance('5m');
    expect(await read(aborted.operation)).toEqual({ state: 'succeeded' });
    expect(await read(operation)).toMatchObject({
      state: 'canceled',
      failure: { kind: 'operation-canceled' },
    });
  });

  it.each([['system'], [null]])('has nothing to abort where nothing runs (pool %s)', async (pool) => {
    await expect(gateways.azure.abort(resourceId, pool)).resolves.toEqual({ kind: 'nothing-to-abort' });
  });

  it.each([
    ['whatever its text is about', { message: 'No operation; 4 cores of quota, available upgrades: none' }],
    ['beside a finer code of its own', { subcode: 'AbortLatestOperation_NoOperation' }],
  ])('knows by its code 409 OperationNotAllowed %s', async (_, answer) => {
    const match = { method: 'POST', pathPattern: '/abort' };
    await simulator.fault({
      kind: 'error-answer',
      match,
      status: 409,
      code: 'OperationNotAllowed',
      ...answer,
    });
    await expect(gateways.azure.abort(resourceId, 'system')).resolves.toEqual({ kind: 'nothing-to-abort' });
  });

  it.each(['AnotherOperationInProgress', 'RetryableError', 'Conflict'])(
    'takes 409 %s for an abort to ask for again, not for one that has nothing to do',
    async (code) => {
      const match = { method: 'POST', pathPattern: '/abort' };
      await simulator.fault({ kind: 'error-answer', match, status: 409, code, message: 'not now' });
      const failure = await failureOf(gateways.azure.abort(resourceId, 'system'));
      expect(failure).toMatchObject({ kind: 'azure-unavailable', code, message: 'not now' });
    },
  );
});

describe('reads', () => {
  it('names the newest image, the offers and the user kubeconfig', async () => {
    const { azure } = gateways;
    const { subscriptionId, location } = await azure.inspectCluster(resourceId);
    expect(await azure.latestNodeImage(resourceId, 'system')).toMatch(/^AKSUbuntu-/);
    expect(await azure.userKubeconfig(resourceId)).toContain('kind: Config');
    const offers = await azure.offers(subscriptionId, location);
    expect(offers.find((each) => each.minor === '1.33')?.patches['1.33.5']).toContain('1.34.1');
    expect(offers.filter((each) => each.isPreview)).not.toEqual([]);
  });

  it('says which resource is not there', async () => {
    const gone = resourceId.replace('aks-one-weu', 'aks-gone');
    expect(await failureOf(gateways.azure.inspectCluster(gone))).toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('aks-gone'),
    });
  });
});
