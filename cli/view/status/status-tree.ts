import { isOver } from '#domain/status/is-over.ts';
import type { CampaignStatus, ClusterStatus, Phase, StageStatus, StepStatus } from '#domain/status/status.ts';
import { asTyped } from '../terminal/as-typed.ts';
import type { Palette } from '../terminal/colour.ts';
import { columnLines } from '../terminal/columns.ts';
import { cut, wrap } from '../terminal/fit.ts';
import { formatAge } from '../terminal/format-time.ts';
import { withLocalTimes, withTexts } from '../terminal/local-times.ts';
import { type Span, stageSpan } from './campaign-times.ts';
import { cutTree, type TreeNode } from './cut-tree.ts';
import { phaseText } from './phases.ts';
import { sayOnce } from './say-once.ts';
import { statusHeader } from './status-header.ts';
import { campaignInfo, clusterInfo, stageInfo, stepInfo } from './status-info.ts';

export interface StatusTreeInput {
  readonly status: CampaignStatus;
  /** null: unknown. */
  readonly namespace: string;
  readonly timeZone?: string;
  /** Of the terminal, in columns; absent: lines are as long as what they say. */
  readonly width?: number;
  /** Who reads it; absent or null: unknown. */
  readonly viewer?: string | null;
  readonly palette: Palette;
}

const header = ['NAME', 'KIND', 'STATUS', 'AGE', 'INFO'];
const leastWidths = [22, 8, 11, 3];
/** A narrower terminal has no room for what the tree's branches say already. */
const leastWidthForKind = 100;
/** Of what a row says, where not everything fits on the screen. */
const mostInfoLines = 2;

/** The campaign as a tree with a header. AGE is campaign time: since the start, or the duration once it has finished. */
export function statusTree(input: StatusTreeInput): string {
  const local = withLocalWords(input);
  const { status } = local;
  const tree = treeLines({ ...local, status: sayOnce(status, status.waitingFor) });
  const lines = [...statusHeader(local), '', ...tree];
  const last = incompleteLines(local);
  return [...lines, ...(last.length === 0 ? [] : ['', ...last])].join('\n');
}

/** Times in sentences are in the zone of all others; commands are as this reader types them, before lines are laid out. */
export function withLocalWords<T extends StatusTreeInput>(input: T): T {
  const { status, timeZone } = input;
  const local = withLocalTimes(status, timeZone);
  return { ...input, status: withTexts(local, asTyped) };
}

/** What could not be found out. */
export function incompleteLines({ status, width, palette }: StatusTreeInput): readonly string[] {
  if (status.incomplete === null) return [];
  const lines = width === undefined ? [status.incomplete] : wrap(status.incomplete, width, 0);
  return lines.map((line) => palette.yellow(line));
}

/** The header of the columns and a row for each thing. */
export function treeLines(input: StatusTreeInput): readonly string[] {
  return drawn(treeOf(input), input);
}

/** As `treeLines`, within so many lines. */
export function cutTreeLines(input: StatusTreeInput, room: number): readonly string[] {
  const root = treeOf(input);
  const [, ...lines] = rowLines(root, input, mostInfoLines);
  const heights = new Map(rowsOf(root).map(({ node }, index) => [node, lines[index]?.length ?? 1]));
  return drawn(
    cutTree(root, room - 1, (node) => heights.get(node) ?? 1),
    input,
    mostInfoLines,
  ).slice(0, room);
}

function drawn(root: TreeNode, input: StatusTreeInput, mostLines?: number): readonly string[] {
  const [head = [], ...rest] = rowLines(root, input, mostLines);
  return [...head.map((line) => input.palette.bold(line)), ...rest.flat()];
}

function rowLines(
  root: TreeNode,
  { width }: StatusTreeInput,
  mostLines?: number,
): readonly (readonly string[])[] {
  const isNarrow = width !== undefined && width < leastWidthForKind;
  const withoutKind = <T>(cells: readonly T[]) => (isNarrow ? cells.filter((_, at) => at !== 1) : cells);
  const rows = rowsOf(root);
  return columnLines(
    [
      withoutKind(header),
      ...rows.map(({ node, branch }) => {
        const [name = '', ...cells] = node.cells;
        const whole = branch + name;
        return node.kind === 'more'
          ? [width === undefined ? whole : cut(whole, width)]
          : withoutKind([whole, ...cells]);
      }),
    ],
    {
      atLeast: withoutKind(leastWidths),
      below: ['', ...rows.map(({ below }) => below)],
      ...(width === undefined ? {} : { width }),
      ...(mostLines === undefined ? {} : { mostLines }),
    },
  );
}

function treeOf({ status, palette }: StatusTreeInput): TreeNode {
  const now = Date.parse(status.updatedAt);
  const age = ({ startedAt, finishedAt }: Span, phase: Phase) => {
    if (startedAt === null) return '';
    const end = isOver(phase) && finishedAt !== null ? Date.parse(finishedAt) : now;
    return formatAge(end - Date.parse(startedAt));
  };
  const { phase } = status;
  return {
    cells: [
      `⟳ ${status.name}`,
      'Campaign',
      phaseText(phase, palette),
      age(status, phase),
      campaignInfo(status),
    ],
    phase,
    kind: 'campaign',
    children: status.stages.map(stageNode),
  };

  function stageNode(stage: StageStatus): TreeNode {
    const info = stageInfo(stage, status);
    const since = age(stageSpan(stage, status), stage.phase);
    return {
      cells: [stage.name, 'Stage', phaseText(stage.phase, palette), since, info],
      phase: stage.phase,
      kind: 'stage',
      children: stage.clusters.map(clusterNode),
    };
  }

  function clusterNode(cluster: ClusterStatus): TreeNode {
    const since = age(cluster, cluster.phase);
    return {
      cells: [
        cluster.name,
        'Cluster',
        phaseText(cluster.phase, palette),
        since,
        clusterInfo(cluster, status),
      ],
      phase: cluster.phase,
      kind: 'cluster',
      children: isOpen(cluster) ? cluster.steps.map((step) => stepNode(step, cluster.phase)) : [],
    };
  }

  function stepNode(step: StepStatus, cluster: Phase): TreeNode {
    const kind = step.pool === null ? 'Step' : 'Pool';
    const info = stepInfo(step, now, cluster);
    return {
      cells: [step.name, kind, phaseText(step.phase, palette), age(step, step.phase), info],
      phase: step.phase,
      kind: 'step',
      children: [],
    };
  }
}

/** Steps are drawn while they matter: not before a cluster has started, nor after all of it has completed or was skipped. */
function isOpen({ phase, steps }: ClusterStatus): boolean {
  if (phase === 'Skipped') return steps.some(({ startedAt }) => startedAt !== null);
  return phase !== 'NotStarted' && phase !== 'Completed';
}

interface DrawnRow {
  readonly node: TreeNode;
  readonly branch: string;
  /** In front of further lines of the row. */
  readonly below: string;
}

/** Each row with its branch: the first child gets the fork, what is below it the line. */
function rowsOf(node: TreeNode, branch = '', trunk = ''): readonly DrawnRow[] {
  const below = trunk + (node.children.length > 0 ? '│ ' : '  ');
  const rows = node.children.flatMap((child, index) => {
    const isLast = index === node.children.length - 1;
    return rowsOf(child, trunk + (isLast ? '└─ ' : '├─ '), trunk + (isLast ? '   ' : '│  '));
  });
  return [{ node, branch, below }, ...rows];
}
