import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { failureOf } from '../../../rules/failure-of.ts';
import { type Simulator, startSimulator } from '../../../simulated/simulator.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());

/** One call with the environment changed for as long as it lasts. */
async function subscriptionsWith(changed: Readonly<Record<string, string>>) {
  Object.assign(process.env, changed);
  try {
    const gateways = openGateways(gatewaySettingsFrom(process.env));
    return await failureOf(gateways.azure.listSubscriptions());
  } finally {
    Object.assign(process.env, simulator.ready.env);
  }
}

describe('signing in', () => {
  // First: connections that were trusted once would be used again.
  it('says that the certificate is not trusted, not that the credential is wrong', async () => {
    const trusted = getCACertificates('default');
    setDefaultCACertificates(getCACertificates('bundled'));
    try {
      expect(await subscriptionsWith({})).toMatchObject({ kind: 'certificate-not-trusted' });
    } finally {
      setDefaultCACertificates(trusted);
    }
  });

  it('says that a secret is wrong, with the code that Entra gave', async () => {
    expect(await subscriptionsWith({ AZURE_CLIENT_SECRET: 'wrong' })).toMatchObject({
      kind: 'not-signed-in',
      code: 'AADSTS7000215',
      message: expect.stringMatching(/^AADSTS7000215: Invalid client secret provided\..*[^,\s]$/),
    });
  });

  it('works with nothing but the environment', async () => {
    const gateways = openGateways(gatewaySettingsFrom(process.env));
    await expect(gateways.azure.listSubscriptions()).resolves.toEqual(simulator.ready.subscriptions);
  });
});
