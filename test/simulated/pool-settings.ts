import type { Simulator } from './simulator.ts';

/** What an upgrade has to change; everything else of a cluster or pool is someone's setting. */
const changing = new Set([
  'kubernetesVersion',
  'currentKubernetesVersion',
  'orchestratorVersion',
  'currentOrchestratorVersion',
  'nodeImageVersion',
  'eTag',
  'provisioningState',
  'recentlyUsedVersions',
  'status',
  'nodes',
  'apiServerVersion',
]);

/** What Azure does where a pool says nothing; restored, it is said: no client can take a setting away. */
const azureDefaults = {
  drainTimeoutInMinutes: 30,
  nodeSoakDurationInMinutes: 0,
  undrainableNodeBehavior: 'Schedule',
};

/** Every cluster with its pools as Azure has it, raw, by name, without what an upgrade has to change. */
export async function poolSettings(simulator: Simulator): Promise<ReadonlyMap<string, unknown>> {
  const { text } = await simulator.ask('/_simulator/state');
  const { clusters } = JSON.parse(text, settled) as { clusters: readonly { readonly name: string }[] };
  return new Map(clusters.map((cluster) => [cluster.name, cluster]));
}

function settled(key: string, value: unknown): unknown {
  if (changing.has(key)) return undefined;
  return key === 'upgradeSettings' && isObject(value) ? { ...azureDefaults, ...value } : value;
}

/** Every value that is not the same in both, by its path: ".tags.owner was 1, is 2". */
export function changes(before: unknown, after: unknown): readonly string[] {
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      changes(before[key], after[key]).map((change) => `.${key}${change}`),
    );
  return before === after ? [] : [` was ${JSON.stringify(before)}, is ${JSON.stringify(after)}`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
