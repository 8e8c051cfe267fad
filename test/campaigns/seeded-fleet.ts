import fc from 'fast-check';

/** A cluster of a simulated fleet's file (docs/simulator.md), as far as generated fleets differ. */
export interface SeededCluster {
  readonly name: string;
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly version: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly pools: readonly SeededPool[];
  readonly workloads: readonly object[];
}

interface SeededPool {
  readonly name: string;
  readonly mode: 'System' | 'User';
  readonly osSku: string;
  readonly count: number;
  readonly version: string;
  readonly properties: object;
}

interface PoolKind {
  readonly name: string;
  readonly mode: 'System' | 'User';
  readonly osSkus: readonly [string, ...string[]];
}

const linux = ['Ubuntu', 'Ubuntu2404', 'AzureLinux'] as const;
const first: PoolKind = { name: 'sys', mode: 'System', osSkus: linux };
const others: readonly PoolKind[] = [
  { name: 'np1', mode: 'User', osSkus: linux },
  { name: 'a1', mode: 'User', osSkus: linux },
  { name: 'win1', mode: 'User', osSkus: ['Windows2022', 'Windows2025'] },
  { name: 'sysb', mode: 'System', osSkus: linux },
];

const upgradeSettings = fc.record(
  {
    maxSurge: fc.constantFrom('1', '2', '10%', '33%', '50%'),
    maxUnavailable: fc.constant('0'),
    drainTimeoutInMinutes: fc.integer({ min: 15, max: 90 }),
    nodeSoakDurationInMinutes: fc.integer({ min: 0, max: 2 }),
    undrainableNodeBehavior: fc.constantFrom('Schedule', 'Cordon'),
    maxBlockedNodes: fc.constantFrom('20%', '1'),
  },
  { requiredKeys: ['maxSurge', 'maxUnavailable'] },
);

/** What no client of today knows: a round trip has to keep it. */
const previewFields = fc.record(
  {
    upgradeStrategy: fc.constantFrom('Rolling', 'BlueGreen'),
    previewProfile: fc.record({
      levels: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
      nested: fc.record({ on: fc.boolean(), note: fc.constantFrom('', 'für später', null) }),
    }),
    nodeLabels: fc.constantFrom({ team: 'shop' }, { team: 'pay', 'example.com/tier': 'gold' }),
    tags: fc.constant({ owner: 'shop-team' }),
  },
  { requiredKeys: [] },
);

function pool({ name, mode, osSkus }: PoolKind, version: string): fc.Arbitrary<SeededPool> {
  return fc.record({
    name: fc.constant(name),
    mode: fc.constant(mode),
    osSku: fc.constantFrom(...osSkus),
    count: fc.integer({ min: 1, max: name.startsWith('win') ? 2 : 3 }),
    version: fc.constantFrom(version, '1.33.5'),
    properties: fc
      .record({ settings: fc.option(upgradeSettings), preview: previewFields })
      .map(({ settings, preview }) =>
        settings === null ? preview : { ...preview, upgradeSettings: settings },
      ),
  });
}

const budget = fc.constantFrom({ maxUnavailable: 1 }, { minAvailable: '50%' }, { minAvailable: 1 });

function workloads(pools: readonly SeededPool[]): fc.Arbitrary<readonly object[]> {
  const apps = pools.map(({ name, osSku }) =>
    fc.record({
      kind: fc.constant('Deployment'),
      namespace: fc.constant('shop'),
      name: fc.constant(`on-${name}`),
      replicas: fc.integer({ min: 2, max: 3 }),
      os: fc.constant(osSku.startsWith('Windows') ? 'windows' : 'linux'),
      pool: fc.constant(name),
      budget,
    }),
  );
  const everywhere = ['linux', 'windows'].map((os) => ({
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: `agent-${os}`,
    os,
  }));
  return fc.tuple(...apps).map((made) => [...everywhere, ...made]);
}

const pools = (version: string) =>
  fc
    .integer({ min: 0, max: 2 })
    .chain((more) => fc.shuffledSubarray([...others], { minLength: more, maxLength: more }))
    .chain((kinds) => fc.shuffledSubarray([first, ...kinds], { minLength: kinds.length + 1 }))
    .chain((kinds) => fc.tuple(...kinds.map((kind) => pool(kind, version))));

/** A cluster with one to three pools, a system pool among them, and workloads that can be drained. */
export function seededCluster(
  seed: number,
  ring: 'test' | 'production',
  index: number,
): fc.Arbitrary<SeededCluster> {
  return fc
    .record({
      version: fc.constantFrom('1.33.5', '1.33.6'),
      location: fc.constantFrom('westeurope', 'eastus', 'northeurope'),
    })
    .chain(({ version, location }) =>
      pools(version).chain((made) =>
        workloads(made).map((running) => ({
          name: `s${seed}-${ring}-${index}`,
          subscription: subscriptionOf(seed),
          resourceGroup: `rg-${ring}`,
          location,
          version,
          tags: { ring },
          pools: made,
          workloads: running,
        })),
      ),
    );
}

/** Every run has one of its own: what is read and throttled per subscription is its own too. */
export function subscriptionOf(seed: number): string {
  return `00000000-0000-0000-0000-${String(seed).padStart(12, '0')}`;
}
