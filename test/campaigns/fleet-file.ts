/** A cluster of a simulated fleet's file (docs/simulator.md): its name, and whatever differs from a plain one. */
export type ClusterOfFile = { readonly name: string } & Readonly<Record<string, unknown>>;

/** One whose upgrade takes hours, so that it is always met on its way. */
export const slowPool = {
  name: 'system',
  mode: 'System',
  count: 10,
  properties: { upgradeSettings: { maxSurge: '1', nodeSoakDurationInMinutes: 30 } },
} as const;

/**
 * The file of a simulated fleet. Each group of clusters has a subscription of its own, and with it its own limits. `surroundings` are
 * what there is besides clusters.
 */
export function fleetFile(
  groups: Readonly<Record<string, readonly ClusterOfFile[]>>,
  surroundings: object = {},
): string {
  const clusters = Object.entries(groups).flatMap(([group, members]) =>
    members.map((cluster) => ({
      resourceGroup: 'rg-fleet',
      version: '1.33.5',
      subscription: subscriptionOf(group),
      pools: [{ name: 'system', mode: 'System', count: 1 }],
      ...cluster,
    })),
  );
  const spec = { seed: 1, start: '2026-11-20T08:00:00Z', clusters, ...surroundings };
  return JSON.stringify({ apiVersion: 'drydock.dev/v1', kind: 'Fleet', metadata: { name: 'fleet' }, spec });
}

/** Neither health nor a preflight nor audits: half of what a campaign does, for questions that are not about them. */
export const noLooks = {
  health: { at: [] },
  preflight: {
    removedApis: 'Ignore',
    unhealthyNodes: 'Ignore',
    versionSkew: 'Ignore',
    drainBlockers: 'Ignore',
    admissionWebhooks: 'Ignore',
    resourceLocks: 'Ignore',
    availabilityZones: 'Ignore',
    certificates: 'Ignore',
  },
  baseline: { noRegression: false },
} as const;

export interface GroupSpec {
  readonly name?: string;
  readonly upgrade?: { readonly type?: string; readonly [field: string]: unknown };
  /** Each is laid over a stage of the whole group; its `clusters` choose within the group. */
  readonly stages?: readonly { readonly clusters?: readonly object[]; readonly [field: string]: unknown }[];
  readonly cluster?: object;
  readonly nodePools?: object;
  readonly maintenance?: object;
  readonly preflight?: object;
  readonly health?: object;
  readonly baseline?: object;
  readonly approval?: object;
  readonly forceUpgrade?: object;
  readonly rollback?: object;
  readonly reboot?: object;
  readonly migrate?: object;
  readonly timeouts?: object;
}

/**
 * A campaign over one group, with short soaks and without looks (`{}` for `health`, `preflight` or `baseline` turns them on); what is
 * given is laid over the fields of these names.
 */
export function groupSpec(
  group: string,
  { name = group, upgrade = {}, stages = [{}], cluster = {}, nodePools = {}, ...more }: GroupSpec = {},
): string {
  const within = { subscriptions: [subscriptionOf(group)] };
  return JSON.stringify({
    apiVersion: 'drydock.dev/v1',
    kind: 'UpgradeCampaign',
    metadata: { name },
    spec: {
      upgrade: { ...(movesVersions(upgrade) && { kubernetesVersion: '1.34' }), ...upgrade },
      stages: stages.map(({ clusters = [{}], ...stage }) => ({
        name: 'all',
        clusters: clusters.map((chosen) => ({ ...within, ...chosen })),
        maxConcurrency: 5,
        ...stage,
      })),
      cluster: {
        ...(movesVersions(upgrade) && { controlPlaneSoak: '1m' }),
        afterCluster: { soak: '1m' },
        ...cluster,
      },
      nodePools: { defaults: { soak: '1m' }, ...nodePools },
      // The simulated clock runs on while a slow machine thinks.
      timeouts: { cluster: '10d' },
      ...noLooks,
      ...more,
    },
  });
}

/** The others leave the control plane alone, and its fields have no place beside them. */
function movesVersions({ type = 'Full' }: { readonly type?: string }): boolean {
  return !['NodeImageOnly', 'Reboot', 'Migrate'].includes(type);
}

/** A name of at most 16 characters as a GUID. */
export function subscriptionOf(group: string): string {
  const hex = Buffer.from(group).toString('hex').padEnd(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
