import type { Simulator } from './simulator.ts';

/** What an upgrade has to change; everything else of a pool is somebody's setting. */
const changing = new Set([
  'orchestratorVersion',
  'currentOrchestratorVersion',
  'nodeImageVersion',
  'eTag',
  'provisioningState',
  'recentlyUsedVersions',
  'status',
]);

/** Every pool of the fleet as Azure has it, raw, without what an upgrade has to change. */
export async function poolSettings(simulator: Simulator): Promise<unknown> {
  const { text } = await simulator.ask('/_simulator/state');
  const { clusters } = JSON.parse(text, (key, value: unknown) => (changing.has(key) ? undefined : value)) as {
    clusters: readonly { agentPools: unknown }[];
  };
  return clusters.map(({ agentPools }) => agentPools);
}
