import {
  type GatewaySettings,
  type Gateways,
  gatewaySettingsFrom,
  openGateways,
} from '#gateways/open-gateways.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { showWaiting } from '../view/terminal/progress.ts';

/**
 * Runs with the gateways to Azure and the clusters, opened from the environment, and closes them.
 * Throws CommandError (64) for settings that make no sense, and what the gateways throw.
 */
export async function withGateways<T>(work: (gateways: Gateways) => Promise<T>): Promise<T> {
  const gateways = openGateways(readSettings());
  showWaiting(() => gateways.azure.waitingRequests());
  try {
    return await work(gateways);
  } finally {
    await gateways.close();
  }
}

function readSettings(): GatewaySettings {
  try {
    return gatewaySettingsFrom(process.env);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(exitCodes.usage, error.message, 'leave it unset for public Azure', error);
  }
}
