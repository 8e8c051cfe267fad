import { type AcceptedOperation, tell } from '../simulated/accepted-operations.ts';

/** What was agreed to, taken from the fleet and the file, never from the plan that is being judged. */
export interface Agreement {
  /** Every upgrade to be made, as `tell` says it; in any order. */
  readonly steps: readonly string[];
  /** In order. */
  readonly stages: readonly AgreedStage[];
  /** Whether the maintenance window is open at an instant (ms). */
  readonly isOpen: (atMs: number) => boolean;
}

interface AgreedStage {
  readonly clusters: readonly string[];
  /** Clusters at a time. */
  readonly places: number;
  /** When the gate before it was approved (ms); null: there is none. */
  readonly approvedAt: number | null;
}

type Operations = readonly AcceptedOperation[];

const ofOneCluster: readonly ((operations: Operations) => readonly string[])[] = [
  overlaps,
  controlPlaneNotFirst,
  userPoolBeforeSystemPool,
  settingsPutBackTooEarly,
];

const ofTheCampaign: readonly ((operations: Operations, agreement: Agreement) => readonly string[])[] = [
  stepsNotOnce,
  stagesOutOfOrder,
  tooManyAtOnce,
  withoutIfMatch,
  outsideTheWindow,
];

/**
 * The rules of change, asked of a ledger of accepted operations. Answers with every breach, in words; a campaign
 * that behaves answers with none.
 */
export function broken(operations: Operations, agreement: Agreement): readonly string[] {
  const clusters = [...Map.groupBy(operations, ({ cluster }) => cluster)];
  return [
    ...clusters.flatMap(([cluster, ofCluster]) =>
      ofOneCluster.flatMap((rule) => rule(ofCluster).map((breach) => `${cluster}: ${breach}`)),
    ),
    ...ofTheCampaign.flatMap((rule) => rule(operations, agreement)),
  ];
}

function overlaps(operations: Operations): readonly string[] {
  return operations.flatMap((operation, index) =>
    operations
      .slice(0, index)
      .filter((earlier) => endOf(earlier) > beginOf(operation))
      .map((earlier) => `${short(operation)} began before ${short(earlier)} had ended`),
  );
}

function controlPlaneNotFirst(operations: Operations): readonly string[] {
  const first = operations.findIndex(({ kind }) => kind !== 'control-plane-upgrade');
  const last = operations.findLastIndex(({ kind }) => kind === 'control-plane-upgrade');
  return first !== -1 && last > first ? ['a pool was touched before the control plane'] : [];
}

/** The fleets of the tests call their system pools "sys...". */
function userPoolBeforeSystemPool(operations: Operations): readonly string[] {
  const pools = operations.filter(({ kind }) => kind === 'node-pool-upgrade').map(({ pool }) => pool ?? '');
  const lastSystem = pools.findLastIndex((pool) => pool.startsWith('sys'));
  const firstUser = pools.findIndex((pool) => !pool.startsWith('sys'));
  return firstUser !== -1 && firstUser < lastSystem ? ['a user pool went before a system pool'] : [];
}

/** A later PUT on a half-upgraded pool continues with its upgrade. */
function settingsPutBackTooEarly(operations: Operations): readonly string[] {
  return operations.flatMap((operation, index) => {
    if (operation.kind !== 'settings') return [];
    const before = operations.slice(0, index).findLast(({ pool }) => pool === operation.pool);
    return before?.result === 'Succeeded'
      ? []
      : [`the settings of ${operation.pool} were changed before its upgrade had succeeded`];
  });
}

function stepsNotOnce(operations: Operations, { steps }: Agreement): readonly string[] {
  const accepted = operations.filter(isForward).map(tell);
  const settings = operations.filter(({ kind }) => kind === 'settings').map(tell);
  const missing = steps.filter((step) => !accepted.includes(step));
  const foreign = accepted.filter((step) => !steps.includes(step));
  return [
    ...missing.map((step) => `${step} was never accepted`),
    ...foreign.map((step) => `${step} was not agreed to`),
    ...repeated([...accepted, ...settings]).map((step) => `${step} was accepted more than once`),
  ];
}

function repeated(lines: readonly string[]): readonly string[] {
  return [...new Set(lines.filter((line, index) => lines.indexOf(line) !== index))];
}

function stagesOutOfOrder(operations: Operations, { stages }: Agreement): readonly string[] {
  return stages.flatMap(({ clusters, approvedAt }, index) => {
    const earlier = new Set(stages.slice(0, index).flatMap((stage) => stage.clusters));
    const ends = operations.filter(({ cluster }) => earlier.has(cluster ?? '')).map(endOf);
    const begins = operations.filter(({ cluster }) => clusters.includes(cluster ?? ''));
    return begins.flatMap((operation) => [
      ...(beginOf(operation) < Math.max(...ends)
        ? [`${tell(operation)} began before the stage before it had ended`]
        : []),
      ...(approvedAt !== null && beginOf(operation) < approvedAt
        ? [`${tell(operation)} began before the gate was approved`]
        : []),
    ]);
  });
}

function tooManyAtOnce(operations: Operations, { stages }: Agreement): readonly string[] {
  return stages.flatMap(({ clusters, places }) => {
    const spans = clusters.flatMap((name) => {
      const own = operations.filter(({ cluster }) => cluster === name);
      return own.length === 0
        ? []
        : [{ begin: Math.min(...own.map(beginOf)), end: Math.max(...own.map(endOf)) }];
    });
    const most = Math.max(
      0,
      ...spans.map(({ begin }) => spans.filter((span) => span.begin <= begin && begin < span.end).length),
    );
    return most > places ? [`${most} clusters at once where ${places} were agreed to`] : [];
  });
}

/** The only mutations of ours for which ARM has no If-Match are POSTs. */
function withoutIfMatch(operations: Operations): readonly string[] {
  return operations
    .filter(({ method, ifMatch }) => method === 'PUT' && (ifMatch === null || ifMatch === '*'))
    .map((operation) => `${tell(operation)} was sent without the eTag that was inspected`);
}

/** Putting settings back is allowed at any time. */
function outsideTheWindow(operations: Operations, { isOpen }: Agreement): readonly string[] {
  return operations
    .filter((operation) => isForward(operation) && !isOpen(beginOf(operation)))
    .map((operation) => `${tell(operation)} was accepted at ${operation.at}, outside the window`);
}

function isForward({ kind }: AcceptedOperation): boolean {
  return kind.endsWith('-upgrade');
}

function beginOf({ at }: AcceptedOperation): number {
  return Date.parse(at);
}

function endOf({ finishedAt }: AcceptedOperation): number {
  return finishedAt === null ? Number.POSITIVE_INFINITY : Date.parse(finishedAt);
}

function short({ kind, pool }: AcceptedOperation): string {
  return pool === null ? kind : `${kind} ${pool}`;
}
