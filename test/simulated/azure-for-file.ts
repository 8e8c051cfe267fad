import { afterAll, afterEach } from 'vitest';
import { type Gateways, gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';

interface AzureOptions extends SimulatorOptions {
  /** The text of a fleet file; absent: `scenario` says which. */
  readonly fleet?: string;
}

/**
 * A simulated Azure and the gateways to it, for all tests of a file, at whose top it is awaited. What was opened is closed after the last
 * test; faults end with the test that made them.
 */
export async function azureForFile({ fleet, ...options }: AzureOptions = {}): Promise<{
  readonly simulator: Simulator;
  readonly gateways: Gateways;
}> {
  const files = openTemporaryFiles();
  const scenario = fleet === undefined ? {} : { scenario: files.write('fleet.yaml', fleet) };
  const simulator = await startSimulator({ ...options, ...scenario });
  const gateways = openGateways(gatewaySettingsFrom(process.env));
  afterEach(() => simulator.clearFaults());
  afterAll(async () => {
    await gateways.close();
    await simulator.stop();
    files.remove();
  });
  return { simulator, gateways };
}
