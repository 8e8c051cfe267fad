import type { Phase } from '#domain/status/status.ts';
import { plural } from '../terminal/plural.ts';

/** A row of the status tree; of one that stands for others (`more`), its only cell is its name. */
export interface TreeNode {
  readonly cells: readonly string[];
  readonly phase: Phase;
  readonly kind: 'campaign' | 'stage' | 'cluster' | 'step' | 'more';
  readonly children: readonly TreeNode[];
}

/** What an operator needs to see first. */
const urgency: Readonly<Record<Phase, number>> = {
  NeedsDecision: 0,
  RollingBack: 1,
  Running: 2,
  Waiting: 2,
  Paused: 2,
  Failed: 3,
  Aborted: 3,
  CompletedWithFailures: 3,
  RolledBack: 4,
  Deferred: 4,
  Skipped: 5,
  NotStarted: 6,
  Completed: 7,
};
const depth = { campaign: 0, stage: 1, cluster: 2, step: 3, more: 4 } as const;

/**
 * The tree within `room` lines: the campaign and its stages first, then what needs an operator, what runs, what failed,
 * what comes, and last what is done. What is missing stands as a count in its place. `linesOf`: of one row.
 */
export function cutTree(root: TreeNode, room: number, linesOf: (node: TreeNode) => number): TreeNode {
  const parents = new Map<TreeNode, TreeNode>();
  const nodes: TreeNode[] = [];
  collect(root);
  const shown = new Set<TreeNode>();
  const hidden = new Map<TreeNode, number>();
  let left = room;
  for (const node of nodes.toSorted((a, b) => rank(a) - rank(b))) show(node);
  return pruned(root);

  function collect(node: TreeNode): void {
    nodes.push(node);
    for (const child of node.children) {
      parents.set(child, node);
      collect(child);
    }
  }

  function show(node: TreeNode): void {
    const chain = hiddenChain(node);
    const cost = chain.reduce((total, each) => total + costOf(each), 0);
    if (chain.length === 0 || cost > left) return;
    left -= cost;
    for (const each of chain) {
      shown.add(each);
      hidden.set(each, each.children.length);
      const parent = parents.get(each);
      if (parent !== undefined) hidden.set(parent, (hidden.get(parent) ?? 0) - 1);
    }
  }

  function hiddenChain(node: TreeNode): readonly TreeNode[] {
    if (shown.has(node)) return [];
    const parent = parents.get(node);
    return parent === undefined ? [node] : [...hiddenChain(parent), node];
  }

  /** Its lines, and what changes about the lines that count what is missing. */
  function costOf(node: TreeNode): number {
    const parent = parents.get(node);
    const own = linesOf(node) + countLines(node, node.children.length);
    if (parent === undefined) return own;
    const missing = hidden.get(parent) ?? parent.children.length;
    return own + countLines(parent, missing - 1) - countLines(parent, missing);
  }

  function pruned(node: TreeNode): TreeNode {
    const missing = node.children.filter((child) => !shown.has(child));
    const kept = node.children.filter((child) => shown.has(child)).map(pruned);
    const counted = countLines(node, missing.length) > 0;
    return { ...node, children: counted ? [...kept, moreOf(missing)] : kept };
  }
}

/** A cluster, and a stage that has completed or not begun, says in its own row what its missing rows are. */
function countLines({ kind, phase, children }: TreeNode, missing: number): 0 | 1 {
  const saysAll = kind === 'cluster' || phase === 'Completed' || phase === 'NotStarted';
  return missing === 0 || (saysAll && missing === children.length) ? 0 : 1;
}

function rank({ kind, phase }: TreeNode): number {
  return kind === 'campaign' || kind === 'stage' ? depth[kind] - 10 : urgency[phase] * 10 + depth[kind];
}

/** "… 12 more clusters (10 Completed, 2 NotStarted)" */
function moreOf(missing: readonly TreeNode[]): TreeNode {
  const [first] = missing;
  const phases = [...Map.groupBy(missing, ({ phase }) => phase)].map(
    ([phase, all]) => `${all.length} ${phase}`,
  );
  const text = `… ${plural(missing.length, `more ${first!.kind}`)} (${phases.join(', ')})`;
  return { cells: [text], phase: first!.phase, kind: 'more', children: [] };
}
