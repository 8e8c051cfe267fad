/** A cluster of a simulated fleet's file (docs/simulator.md): its name, and whatever differs from a plain one. */
export type ClusterOfFile = { readonly name: string } & Readonly<Record<string, unknown>>;

/** The file of a simulated fleet. Each group of clusters has a subscription of its own, and with it its own limits. */
export function fleetFile(groups: Readonly<Record<string, readonly ClusterOfFile[]>>): string {
  const clusters = Object.entries(groups).flatMap(([group, members]) =>
    members.map((cluster) => ({
      resourceGroup: 'rg-fleet',
      version: '1.33.5',
      subscription: subscriptionOf(group),
      pools: [{ name: 'system', mode: 'System', count: 1 }],
      ...cluster,
    })),
  );
  const spec = { seed: 1, start: '2026-11-20T08:00:00Z', clusters };
  return JSON.stringify({ apiVersion: 'drydock.dev/v1', kind: 'Fleet', metadata: { name: 'fleet' }, spec });
}

/** A campaign over one group, with short soaks; `stage` and `cluster` are laid over the fields of these names. */
export function groupSpec(
  group: string,
  {
    name = group,
    upgrade = {},
    stage = {},
    cluster = {},
    nodePools = {},
    health = {},
  }: {
    name?: string;
    upgrade?: object;
    stage?: object;
    cluster?: object;
    nodePools?: object;
    health?: object;
  } = {},
): string {
  return JSON.stringify({
    apiVersion: 'drydock.dev/v1',
    kind: 'UpgradeCampaign',
    metadata: { name },
    spec: {
      upgrade: { kubernetesVersion: '1.34', ...upgrade },
      stages: [
        { name: 'all', clusters: [{ subscriptions: [subscriptionOf(group)] }], maxConcurrency: 5, ...stage },
      ],
      cluster: { controlPlaneSoak: '1m', afterCluster: { soak: '1m' }, ...cluster },
      nodePools: { defaults: { soak: '1m' }, ...nodePools },
      health,
      // The simulated clock runs on while a slow machine thinks.
      timeouts: { cluster: '10d' },
    },
  });
}

/** A name of at most 16 characters as a GUID. */
function subscriptionOf(group: string): string {
  const hex = Buffer.from(group).toString('hex').padEnd(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
