import { type Gateways, gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';

/** Runs with the doors to Azure and the clusters, opened by the environment, and closes them. */
export async function withGateways<T>(work: (gateways: Gateways) => Promise<T>): Promise<T> {
  const gateways = openGateways(gatewaySettingsFrom(process.env));
  try {
    return await work(gateways);
  } finally {
    await gateways.close();
  }
}
