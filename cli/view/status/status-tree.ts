import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import { isOver } from '#domain/status/is-over.ts';
import type { CampaignStatus, ClusterStatus, Phase, StageStatus, StepStatus } from '#domain/status/status.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { wrap } from '../terminal/fit.ts';
import { formatAge } from '../terminal/format-time.ts';
import { withLocalTimes } from '../terminal/local-times.ts';
import { type Span, stageSpan } from './campaign-times.ts';
import { phaseText } from './phases.ts';
import { statusHeader } from './status-header.ts';
import { campaignInfo, clusterInfo, stageInfo, stepInfo } from './status-info.ts';

export interface StatusTreeInput {
  readonly status: CampaignStatus;
  /** null: unknown. */
  readonly plan: CampaignOutline | null;
  readonly namespace: string;
  readonly timeZone?: string;
  /** Of the terminal, in columns; absent: no line is cut. */
  readonly width?: number;
  /** Who reads it; absent or null: unknown. */
  readonly viewer?: string | null;
  readonly palette: Palette;
}

type Row = readonly [name: string, kind: string, status: string, age: string, info: string];

const header: Row = ['NAME', 'KIND', 'STATUS', 'AGE', 'INFO'];

/** The campaign as a tree with a header. AGE is campaign time: since the start, or the duration once it has finished. */
export function statusTree(input: StatusTreeInput): string {
  const { plan, width, palette, timeZone } = input;
  const status = withLocalTimes(input.status, Date.parse(input.status.updatedAt), timeZone);
  const layout = { atLeast: [22, 8, 11, 3], ...(width === undefined ? {} : { width }) };
  const [head, ...tree] = columns([header, ...treeRows(status, plan, palette)], layout);
  const lines = [statusHeader({ ...input, status }), '', palette.bold(head ?? ''), ...tree];
  if (status.incomplete !== null)
    lines.push('', ...fitted(status.incomplete, width).map((line) => palette.yellow(line)));
  return lines.join('\n');
}

function treeRows(status: CampaignStatus, plan: CampaignOutline | null, palette: Palette): readonly Row[] {
  const now = Date.parse(status.updatedAt);
  const age = ({ startedAt, finishedAt }: Span, phase: Phase) => {
    if (startedAt === null) return '';
    const end = isOver(phase) && finishedAt !== null ? Date.parse(finishedAt) : now;
    return formatAge(end - Date.parse(startedAt));
  };
  const campaign: Row = [
    `⟳ ${status.name}`,
    'Campaign',
    phaseText(status.phase, palette),
    age(status, status.phase),
    campaignInfo(status),
  ];
  return [campaign, ...branches(status.stages, stageRows)];

  function stageRows(stage: StageStatus): readonly Row[] {
    const planned = plan?.stages.find(({ name }) => name === stage.name) ?? null;
    const info = stageInfo(stage, planned, status);
    const since = age(stageSpan(stage, status), stage.phase);
    const own: Row = [stage.name, 'Stage', phaseText(stage.phase, palette), since, info];
    return [own, ...branches(stage.clusters, clusterRows)];
  }

  function clusterRows(cluster: ClusterStatus): readonly Row[] {
    const phase = phaseText(cluster.phase, palette);
    const since = age(cluster, cluster.phase);
    const own: Row = [cluster.name, 'Cluster', phase, since, clusterInfo(cluster, status)];
    return isOpen(cluster)
      ? [own, ...branches(cluster.steps, (step) => stepRows(step, cluster.phase))]
      : [own];
  }

  function stepRows(step: StepStatus, cluster: Phase): readonly Row[] {
    const kind = step.pool === null ? 'Step' : 'Pool';
    return [
      [step.name, kind, phaseText(step.phase, palette), age(step, step.phase), stepInfo(step, now, cluster)],
    ];
  }
}

/** Steps are drawn while they matter: not before a cluster has started, nor after it has completed. */
function isOpen({ phase }: ClusterStatus): boolean {
  return phase !== 'NotStarted' && phase !== 'Completed' && phase !== 'Skipped';
}

/** Draws the branch in front of each thing's rows: the first gets the fork, the rest the line below it. */
function branches<T>(things: readonly T[], rowsOf: (thing: T) => readonly Row[]): readonly Row[] {
  return things.flatMap((thing, index) => {
    const isLast = index === things.length - 1;
    return rowsOf(thing).map(([name, ...rest], row): Row => {
      const branch = row === 0 ? (isLast ? '└─ ' : '├─ ') : isLast ? '   ' : '│  ';
      return [branch + name, ...rest];
    });
  });
}

function fitted(text: string, width: number | undefined): readonly string[] {
  return width === undefined ? [text] : wrap(text, width, 0);
}
