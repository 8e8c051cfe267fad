import type { LedgerEntry } from './simulator-client.ts';

/** What Azure's ledger says of a run; `broken` names every broken promise. */
export interface LedgerProof {
  readonly upgrades: number;
  readonly broken: readonly string[];
}

interface Upgrade {
  readonly cluster: string;
  readonly pool: string | null;
  readonly to: string;
  readonly at: number;
  readonly finishedAt: number;
}

const upgradeKinds = new Set(['control-plane-upgrade', 'node-pool-upgrade']);

/** `order`: the clusters of each stage, stage by stage. */
export function proveFromLedger(
  entries: readonly LedgerEntry[],
  order: readonly (readonly string[])[],
): LedgerProof {
  const upgrades = entries.flatMap(upgradeOf);
  return {
    upgrades: upgrades.length,
    broken: [
      ...sentTwice(upgrades),
      ...overlapping(upgrades),
      ...poolsFirst(upgrades),
      ...outOfOrder(upgrades, order),
    ],
  };
}

/** "10 upgrades accepted, none twice ..."; `faultsLeft`: those not triggered yet. */
export function proofText({ upgrades, broken }: LedgerProof, faultsLeft: readonly string[]): string {
  if (broken.length > 0) return `Azure's ledger disagrees: ${broken.join('; ')}.`;
  const met = faultsLeft.length === 0 ? '\nOne request was throttled and one answer lost on the way.' : '';
  return (
    `From Azure's ledger: ${upgrades} upgrades accepted, none twice; one at a time on each cluster,\n` +
    `control planes before pools, test before production.${met}`
  );
}

function upgradeOf({ at, cluster, operation }: LedgerEntry): readonly Upgrade[] {
  if (operation === undefined || cluster === null || !upgradeKinds.has(operation.kind)) return [];
  const { pool, to, finishedAt } = operation;
  const end = finishedAt === null ? Number.POSITIVE_INFINITY : Date.parse(finishedAt);
  return [{ cluster, pool, to: to ?? '', at: Date.parse(at), finishedAt: end }];
}

function sentTwice(upgrades: readonly Upgrade[]): readonly string[] {
  const names = upgrades.map(({ cluster, pool, to }) => `${cluster}/${pool ?? 'control plane'} to ${to}`);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `${name} was accepted twice`,
  );
}

function overlapping(upgrades: readonly Upgrade[]): readonly string[] {
  return byCluster(upgrades).flatMap(([cluster, own]) =>
    own.some((upgrade, index) => index > 0 && upgrade.at < own[index - 1]!.finishedAt)
      ? [`two operations ran on ${cluster} at a time`]
      : [],
  );
}

function poolsFirst(upgrades: readonly Upgrade[]): readonly string[] {
  return byCluster(upgrades).flatMap(([cluster, own]) =>
    own[0]?.pool === null ? [] : [`a pool of ${cluster} came before its control plane`],
  );
}

function outOfOrder(upgrades: readonly Upgrade[], order: readonly (readonly string[])[]): readonly string[] {
  return order.slice(1).flatMap((stage, index) => {
    const before = order[index] ?? [];
    const lastEnd = Math.max(
      ...upgrades.filter(({ cluster }) => before.includes(cluster)).map((each) => each.finishedAt),
    );
    const early = upgrades.filter(({ cluster, at }) => stage.includes(cluster) && at < lastEnd);
    return early.map(({ cluster }) => `${cluster} started before the previous stage had ended`);
  });
}

function byCluster(upgrades: readonly Upgrade[]): readonly (readonly [string, readonly Upgrade[]])[] {
  const sorted = upgrades.toSorted((a, b) => a.at - b.at);
  return [...Map.groupBy(sorted, ({ cluster }) => cluster)];
}
