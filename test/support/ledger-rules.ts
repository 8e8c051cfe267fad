import type { AcceptedOperation } from './accepted-operations.ts';

/**
 * The rules of change, asked of a ledger of accepted operations. Answers with every breach, in words; a campaign
 * that behaves answers with none.
 */
export function broken(
  operations: readonly AcceptedOperation[],
  { to }: { readonly to: string },
): readonly string[] {
  return [...Map.groupBy(operations, ({ cluster }) => cluster)].flatMap(([cluster, ofCluster]) =>
    [
      ...overlaps(ofCluster),
      ...repeats(ofCluster, to),
      ...controlPlaneNotFirst(ofCluster),
      ...userPoolBeforeSystemPool(ofCluster),
    ].map((breach) => `${cluster}: ${breach}`),
  );
}

function overlaps(operations: readonly AcceptedOperation[]): readonly string[] {
  return operations.flatMap((operation, index) => {
    const previous = operations[index - 1];
    if (previous === undefined || (previous.finishedAt ?? '9') <= operation.at) return [];
    return [`${operation.kind} ${operation.pool} began before ${previous.kind} ${previous.pool} had ended`];
  });
}

function repeats(operations: readonly AcceptedOperation[], to: string): readonly string[] {
  const upgrades = operations.filter(({ kind, to: target }) => kind.endsWith('upgrade') && target === to);
  return [...Map.groupBy(upgrades, ({ kind, pool }) => `${kind} ${pool}`)].flatMap(([what, each]) =>
    each.length === 1 ? [] : [`${what} was accepted ${each.length} times`],
  );
}

function controlPlaneNotFirst(operations: readonly AcceptedOperation[]): readonly string[] {
  const first = operations.findIndex(({ kind }) => kind !== 'control-plane-upgrade');
  const last = operations.findLastIndex(({ kind }) => kind === 'control-plane-upgrade');
  return first !== -1 && last > first ? ['a pool was touched before the control plane'] : [];
}

function userPoolBeforeSystemPool(operations: readonly AcceptedOperation[]): readonly string[] {
  const pools = operations.filter(({ kind }) => kind === 'node-pool-upgrade').map(({ pool }) => pool ?? '');
  const lastSystem = pools.findLastIndex((pool) => pool.startsWith('sys'));
  const firstUser = pools.findIndex((pool) => !pool.startsWith('sys'));
  return firstUser !== -1 && firstUser < lastSystem ? ['a user pool went before a system pool'] : [];
}
