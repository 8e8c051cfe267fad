import { stripVTControlCharacters } from 'node:util';
import { describeImageAge, imageAge } from '#domain/image/image-age.ts';
import type { CampaignPlan, ClusterPlan, PlanStep, StagePlan } from '#domain/plan/contents/plan.ts';
import { replacesNodes } from '#domain/plan/contents/replaces-nodes.ts';
import { stepName } from '#domain/plan/contents/step-name.ts';
import { hasChanges } from '#domain/plan/has-changes.ts';
import { isChanged } from '#domain/plan/plan-cluster.ts';
import { hasNoRollback } from '#domain/plan/warnings/rollback-warnings.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { rollbackWindow } from '#domain/rollback/rollback-window.ts';
import { nameFirst } from '#domain/text/name-first.ts';
import { shortImage } from '#domain/version/node-image.ts';
import type { Palette } from '../terminal/colour.ts';
import { columnLines, padEnd } from '../terminal/columns.ts';
import { wrap } from '../terminal/fit.ts';
import { formatMoment } from '../terminal/format-time.ts';
import { withLocalTimes } from '../terminal/local-times.ts';
import { plural } from '../terminal/plural.ts';
import { afterStages } from './after-stage.ts';
import { groupAlike, sharedNotes, whoHas } from './group-clusters.ts';
import { blockedClusters, preflightLines } from './preflight-text.ts';
import { summaryLines } from './stage-summary.ts';

/** grouped: clusters that are alike as one; expanded: each; summary: how many of each kind. */
export type PlanDetail = 'grouped' | 'expanded' | 'summary';

export interface PlanTextInput {
  readonly plan: CampaignPlan;
  readonly detail: PlanDetail;
  /** Clusters at a time, by stage. */
  readonly concurrency: Readonly<Record<string, number>>;
  /** Stages whose failure policy rolls node pools back automatically. */
  readonly rollingBack: readonly string[];
  /** The time at the clusters (ms), by which images have their age. */
  readonly clusterTime: number;
  /** Whether that is a simulator's. */
  readonly isSimulated: boolean;
  readonly timeZone?: string;
  /** Of the terminal; absent: it is none, and no line is folded. */
  readonly width?: number;
  readonly palette: Palette;
}

const nameColumn = 20;
export const nothingToChange = 'Nothing to change: every cluster is at the target or skipped.';

/** What is known once the preflight checks have ended, which may be a while after the plan. */
export interface PlanEndInput {
  readonly plan: CampaignPlan;
  readonly findings: readonly PreflightFinding[];
  /** Where the plan was saved. */
  readonly savedTo: string | null;
  /** The command that starts it. */
  readonly next: string | null;
  readonly palette: Palette;
}

/** The plan as operators read it before they confirm. What follows a start is shown where one is possible. */
export function planText(input: PlanTextInput): string {
  const { palette, timeZone } = input;
  const plan = withLocalTimes(input.plan, timeZone);
  const canStart = isStartable(plan);
  const after = afterStages(plan.stages, ({ clusters }) => clusters.some(isChanged));
  const lines = [
    palette.dim('  ~ upgrade   = no change   ! needs attention'),
    '',
    ...plan.stages.flatMap((stage) => [
      ...stageLines(stage, input),
      ...(canStart ? (after.get(stage) ?? []) : []),
    ]),
    '',
    totalsLine(plan),
    ...(canStart ? [finishLine({ ...input, plan }), ...rollbackLine(plan, input.rollingBack)] : []),
    `Digest ${plan.digest}`,
    ...plan.warnings.map((warning) => palette.yellow(`Warning: ${warning}`)),
    ...plan.blocked.map((reason) => palette.red(`Blocked: ${reason}`)),
  ];
  return lines.flatMap((line) => fold(line, input.width)).join('\n');
}

/** Further lines of one begin below its text. */
function fold(line: string, width: number | undefined): readonly string[] {
  const text = stripVTControlCharacters(line);
  const blanks = text.length - text.trimStart().length;
  return width === undefined ? [line] : wrap(line, width, blanks + 4);
}

/** What the preflight checks found, and what to type next; empty where there is nothing to say. */
export function planEndText({ plan, findings, savedTo, next, palette }: PlanEndInput): string {
  const canStart = isStartable(plan);
  return [
    ...preflightLines(findings, palette),
    ...(savedTo === null ? [] : [`Saved to ${savedTo}`]),
    ...(canStart && next !== null ? [nextLine(next, blockedClusters(findings))] : []),
    ...(canStart || plan.blocked.length > 0 ? [] : [nothingToChange]),
  ].join('\n');
}

function isStartable(plan: CampaignPlan): boolean {
  return plan.blocked.length === 0 && hasChanges(plan);
}

function stageLines(stage: StagePlan, input: PlanTextInput): readonly string[] {
  const { concurrency, palette, clusterTime, detail } = input;
  const atOnce = concurrency[stage.name];
  const many = stage.clusters.length > 1 && atOnce !== undefined;
  const pace = many ? `, ${atOnce === 1 ? 'one' : atOnce} at a time` : '';
  const clusters = `${plural(stage.clusters.length, 'cluster')}${pace}`;
  const head = headLine(stage, clusters, input.width);
  if (detail === 'summary') return [palette.bold(head), ...summaryLines(stage.clusters, palette)];
  const isGrouped = detail === 'grouped';
  const notes = isGrouped ? sharedNotes(stage.clusters) : new Map<string, readonly string[]>();
  const groups = isGrouped ? groupAlike(stage.clusters) : stage.clusters.map((each) => [each]);
  const rows = tableLines(
    groups.flatMap((group) => [
      clusterCells(group[0]!, group.length),
      ...poolSteps(group[0]!).map((step) => stepCells(step, group[0]!, clusterTime)),
    ]),
    input.width,
  );
  let row = 0;
  const next = (mark: Mark) => (rows[row++] ?? []).map((line) => tint(line, mark, palette));
  const lines = groups.flatMap((group) => {
    const cluster = group[0]!;
    const warnings = cluster.warnings.filter((each) => !notes.has(each));
    return [
      ...next(clusterMark(cluster)),
      ...(group.length > 1 ? [palette.dim(`      ${nameFirst(group.map(({ name }) => name))}`)] : []),
      ...windowLine(cluster, input.timeZone),
      ...warnings.map((warning) => palette.yellow(`      ! ${warning}`)),
      ...poolSteps(cluster).flatMap((step) => next(stepMark(step, cluster))),
    ];
  });
  const shared = [...notes].map(([note, names]) => palette.yellow(`  ! ${whoHas(names)}: ${note}`));
  return [palette.bold(head), ...lines, ...shared];
}

function headLine({ name, window }: StagePlan, clusters: string, width = Infinity): string {
  const wide = `${padEnd(`Stage ${name}`, nameColumn)}${padEnd(clusters, 50)}window ${window}`;
  return wide.length <= width ? wide : `Stage ${name}: ${clusters}; window ${window}`;
}

/** One table of clusters and pools, the lines of each row; where it is too wide, what follows the versions is folded. */
function tableLines(
  rows: readonly (readonly string[])[],
  width: number | undefined,
): readonly (readonly string[])[] {
  const layout = { atLeast: [nameColumn - 3] };
  const lines = columnLines(rows, layout);
  if (width === undefined || lines.flat().every((line) => line.length <= width)) return lines;
  const narrow = rows.map((row) => [
    ...row.slice(0, 3),
    ...(row.length > 3 ? [row.slice(3).join(', ')] : []),
  ]);
  // The first row of a table that knows its width is its header.
  const below = [''].concat(rows.map(() => ' '.repeat(8)));
  return columnLines([[''], ...narrow], { ...layout, width, below }).slice(1);
}

/** `alike`: for how many clusters the line stands. */
function clusterCells(cluster: ClusterPlan, alike: number): readonly string[] {
  const who = alike > 1 ? plural(alike, 'cluster') : cluster.name;
  const name = `  ${clusterMark(cluster)} ${who}`;
  if (cluster.blocked.length > 0) return [name, `skipped: ${cluster.blocked.join('; ')}`];
  const first = ownLine(cluster);
  return first === undefined
    ? [name, 'node pools only']
    : [name, 'control plane', ...controlPlaneCells(first)];
}

function clusterMark({ blocked, steps }: ClusterPlan): Mark {
  if (blocked.length > 0) return '!';
  return steps.some(isChange) ? '~' : '=';
}

/** The cluster's maintenance window in Azure, where the campaign observes it; in the screen's zone. */
function windowLine({ window }: ClusterPlan, timeZone: string | undefined): readonly string[] {
  if (window === undefined) return [];
  const moment = (iso: string) => formatMoment(iso, timeZone);
  const parts = [
    ...(window.own === null ? [] : [`Azure maintenance window ${window.own}`]),
    ...(window.open && window.closesAt !== null ? [`open until ${moment(window.closesAt)}`] : []),
    ...(!window.open && window.opensAt !== null ? [`opens ${moment(window.opensAt)}`] : []),
  ];
  return parts.length === 0 ? [] : [`      ${parts.join(', ')}`];
}

/** The first step of the control plane stands on the cluster's own line. */
function ownLine(cluster: ClusterPlan): PlanStep | undefined {
  return cluster.steps.find((step) => step.pool === null && !isAboutChannel(step));
}

function poolSteps(cluster: ClusterPlan): readonly PlanStep[] {
  return cluster.steps.filter((step) => step !== ownLine(cluster));
}

function nodesText({ nodes }: PlanStep): string {
  return nodes === null ? 'nodes unknown' : plural(nodes, 'node');
}

function surgeText({ surge, blueGreen }: PlanStep): string {
  return `surge ${surge}${blueGreen === undefined ? '' : ' (blue-green)'}`;
}

function isAboutChannel({ action }: PlanStep): boolean {
  return action === 'suspend-auto-upgrade' || action === 'resume-auto-upgrade';
}

function stepCells(step: PlanStep, cluster: ClusterPlan, now: number): readonly string[] {
  const name = `      ${stepMark(step, cluster)} ${stepName(step)}`;
  if (isAboutChannel(step)) return [name, '', versions(step)];
  if (step.pool === null) return [name, '', ...controlPlaneCells(step)];
  if (!isChange(step)) return [name, nodesText(step), step.to, step.reason ?? 'no change'];
  const cells = [name, nodesText(step), versions(step), imageText(step, now), surgeText(step)];
  return step.reason === null ? cells : [...cells, step.reason];
}

function controlPlaneCells(step: PlanStep): readonly string[] {
  return isChange(step) ? [versions(step)] : [step.to, step.reason ?? 'no change'];
}

/** With its age where the campaign is about node images. */
function imageText({ action, image }: PlanStep, now: number): string {
  if (image === null || action === 'reboot-node-pool') return '';
  const to = image.to === null ? 'newest' : shortImage(image.to);
  const age = action === 'upgrade-node-image' ? describeImageAge(imageAge(image.from, image.to, now)) : '';
  return `image ${shortImage(image.from)} -> ${to}${age === '' ? '' : ` (${age})`}`;
}

function versions({ from, to }: PlanStep): string {
  return from === to ? to : `${from} -> ${to}`;
}

type Mark = '~' | '=' | '!';

function stepMark(step: PlanStep, cluster: ClusterPlan): Mark {
  if (cluster.blocked.length > 0) return '!';
  return isChange(step) ? '~' : '=';
}

function isChange({ action }: PlanStep): boolean {
  return action !== 'none';
}

function tint(line: string, mark: Mark, palette: Palette): string {
  if (mark === '=') return palette.dim(line);
  return mark === '!' ? palette.yellow(line) : line;
}

function nextLine(next: string, blocked: readonly string[]): string {
  return blocked.length === 0
    ? `Next: ${next}`
    : `Next: fix what blocks ${nameFirst(blocked)} (x above), then plan again; ${next} would stop there and ask for a decision`;
}

function totalsLine({ totals }: CampaignPlan): string {
  const counts = [
    plural(totals.clusters, 'cluster'),
    plural(totals.pools, 'node pool'),
    plural(totals.nodes, 'node'),
  ];
  const vcpus = totals.surgeVcpus === null ? '' : `, ${totals.surgeVcpus} vCPU`;
  const surge =
    totals.surgeNodes === 0
      ? ''
      : ` Surge needs at most ${plural(totals.surgeNodes, 'more node')} at a time${vcpus}.`;
  return `Plan: ${counts.join(', ')}, ${totals.blocked} skipped, ${totals.unchanged} unchanged.${surge}`;
}

function finishLine({ plan, isSimulated, timeZone }: PlanTextInput): string {
  const { earliestFinish, basis, notCounted = [] } = plan.estimate;
  if (earliestFinish === null)
    return 'Earliest finish unknown: so is the maintenance window of a cluster above.';
  const finish = formatMoment(earliestFinish, timeZone);
  const more = notCounted.length === 0 ? '' : ` Not counted: ${nameFirst(notCounted)}.`;
  return `Earliest finish ${finish}${isSimulated ? ', simulated time' : ''} (${basis}).${more}`;
}

const rollbackOffer = {
  Never: 'none (rollback.nodePools: Never)',
  Ask: `failed node pools, within ${rollbackWindow}, where an operator decides so`,
  OnFailure: `failed node pools, within ${rollbackWindow}, automatic`,
} as const;

function rollbackLine({ rollback, stages }: CampaignPlan, rollingBack: readonly string[]): readonly string[] {
  const steps = stages.flatMap(({ clusters }) => clusters).flatMap((cluster) => cluster.steps);
  // A reboot or a move to another pool is none that Azure could roll back.
  if (!steps.some((step) => replacesNodes(step) || step.action === 'upgrade-control-plane')) return [];
  const closed = stages.flatMap(({ clusters }) => clusters.filter(hasNoRollback)).map(({ name }) => name);
  const isBlueGreen = steps.some(({ blueGreen }) => blueGreen !== undefined);
  const inFinalSoak =
    isBlueGreen && rollback.nodePools !== 'Never' ? ' (blue-green: only in the final soak)' : '';
  const except = closed.length === 0 ? '' : `; none on ${nameFirst(closed)} (see its warning)`;
  return [
    `Rollback: ${rollbackOffer[rollback.nodePools]}${inFinalSoak}${except}; control planes cannot be rolled back.`,
    ...(rollingBack.length === 0
      ? []
      : [
          `If stage ${nameFirst(rollingBack)} exceeds its failurePolicy (onExceeded: Rollback), every upgraded node pool of its failed clusters is rolled back automatically, healthy ones included.`,
        ]),
  ];
}
