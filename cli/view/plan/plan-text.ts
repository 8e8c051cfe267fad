import { describeImageAge, imageAge } from '#domain/image/image-age.ts';
import type { CampaignPlan, ClusterPlan, PlanStep, StagePlan } from '#domain/plan/contents/plan.ts';
import { stepName } from '#domain/plan/contents/step-name.ts';
import { hasChanges } from '#domain/plan/has-changes.ts';
import { hasNoRollback } from '#domain/plan/warnings/rollback-warnings.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { shortImage } from '#domain/version/node-image.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns, padEnd } from '../terminal/columns.ts';
import { formatMoment } from '../terminal/format-time.ts';
import { plural } from '../terminal/plural.ts';
import { afterStage } from './after-stage.ts';
import { blockedClusters, named, preflightLines } from './preflight-text.ts';

export interface PlanTextInput {
  readonly plan: CampaignPlan;
  /** Of a look beforehand. */
  readonly findings: readonly PreflightFinding[];
  /** Clusters at a time, by stage; stages that are not named say nothing. */
  readonly concurrency: Readonly<Record<string, number>>;
  /** Stages whose failure policy takes node pools back without asking. */
  readonly rollingBack: readonly string[];
  /** Where the plan was saved. */
  readonly savedTo: string | null;
  /** The command that starts it. */
  readonly next: string | null;
  /** Campaign time (ms). */
  readonly now: number;
  /** Whether that is a simulator's. */
  readonly isSimulated: boolean;
  readonly timeZone?: string;
  readonly palette: Palette;
}

const nameColumn = 20;
export const nothingToChange = 'Nothing to change: every cluster is at the target or left out.';

/** The plan as people read it before they say yes. What would follow from a start is told where one is possible. */
export function planText(input: PlanTextInput): string {
  const { plan, palette } = input;
  const canStart = plan.blocked.length === 0 && hasChanges(plan);
  const held = blockedClusters(input.findings);
  return [
    palette.dim('  ~ upgrade   = no change   ! needs attention'),
    '',
    ...plan.stages.flatMap((stage) => [...stageLines(stage, input), ...(canStart ? afterStage(stage) : [])]),
    '',
    ...preflightLines(input.findings, palette),
    totalsLine(plan, held.length),
    ...(canStart ? [finishLine(input), ...rollbackLine(plan, input.rollingBack)] : []),
    savedLine(input),
    ...plan.warnings.map((warning) => palette.yellow(`Warning: ${warning}`)),
    ...plan.blocked.map((reason) => palette.red(`Blocked: ${reason}`)),
    ...(canStart && input.next !== null ? [nextLine(input.next, held)] : []),
    ...(canStart || plan.blocked.length > 0 ? [] : [nothingToChange]),
  ].join('\n');
}

function stageLines(stage: StagePlan, input: PlanTextInput): readonly string[] {
  const { concurrency, palette, now } = input;
  const atOnce = concurrency[stage.name];
  const many = stage.clusters.length > 1 && atOnce !== undefined;
  const pace = many ? `, ${atOnce === 1 ? 'one' : atOnce} at a time` : '';
  const clusters = `${plural(stage.clusters.length, 'cluster')}${pace}`;
  const head = `${padEnd(`Stage ${stage.name}`, nameColumn)}${padEnd(clusters, 50)}window ${stage.window}`;
  const poolRows = columns(
    stage.clusters.flatMap((cluster) => poolSteps(cluster).map((step) => stepCells(step, cluster, now))),
  );
  let row = 0;
  const lines = stage.clusters.flatMap((cluster) => [
    clusterLine(cluster, palette),
    ...windowLine(cluster, input),
    ...cluster.warnings.map((warning) => palette.yellow(`      ! ${warning}`)),
    ...poolSteps(cluster).map((step) => tint(poolRows[row++] ?? '', stepMark(step, cluster), palette)),
  ]);
  return [palette.bold(head), ...lines];
}

function clusterLine(cluster: ClusterPlan, palette: Palette): string {
  const name = (mark: string) => padEnd(`  ${mark} ${cluster.name}`, nameColumn - 1);
  if (cluster.blocked.length > 0)
    return palette.yellow(`${name('!')} left out: ${cluster.blocked.join('; ')}`);
  const first = ownLine(cluster);
  const mark = cluster.steps.some(isChange) ? '~' : '=';
  const text = first === undefined ? 'node pools only' : `control plane  ${controlPlaneText(first)}`;
  return tint(`${name(mark)} ${text}`, mark, palette);
}

/** Its own window in Azure, where the campaign keeps to it. */
function windowLine({ window }: ClusterPlan, { now, timeZone }: PlanTextInput): readonly string[] {
  if (window === undefined) return [];
  const moment = (iso: string) => formatMoment(iso, now, timeZone);
  const parts = [
    ...(window.own === null ? [] : [`its own window ${window.own}`]),
    ...(window.open && window.closesAt !== null ? [`open until ${moment(window.closesAt)}`] : []),
    ...(!window.open && window.opensAt !== null ? [`opens ${moment(window.opensAt)}`] : []),
  ];
  return parts.length === 0 ? [] : [`      ${parts.join(', ')}`];
}

/** The first control plane's step stands on the cluster's own line. */
function ownLine(cluster: ClusterPlan): PlanStep | undefined {
  return cluster.steps.find((step) => step.pool === null && !isAboutChannel(step));
}

function poolSteps(cluster: ClusterPlan): readonly PlanStep[] {
  return cluster.steps.filter((step) => step !== ownLine(cluster));
}

function isAboutChannel({ action }: PlanStep): boolean {
  return action === 'suspend-auto-upgrade' || action === 'resume-auto-upgrade';
}

function stepCells(step: PlanStep, cluster: ClusterPlan, now: number): readonly string[] {
  const name = padEnd(`      ${stepMark(step, cluster)} ${stepName(step)}`, nameColumn - 3);
  if (isAboutChannel(step)) return [name, versions(step)];
  if (step.pool === null) return [name, controlPlaneText(step)];
  if (!isChange(step)) return [name, plural(step.nodes, 'node'), step.to, step.reason ?? 'nothing to do'];
  const cells = [
    name,
    plural(step.nodes, 'node'),
    versions(step),
    imageText(step, now),
    `surge ${step.surge}`,
  ];
  return step.reason === null ? cells : [...cells, step.reason];
}

function controlPlaneText(step: PlanStep): string {
  return isChange(step) ? versions(step) : `${step.to}  ${step.reason ?? 'nothing to do'}`;
}

/** Where it is all about images, with their age. */
function imageText({ action, image }: PlanStep, now: number): string {
  // Who reboots nodes moves no image.
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

/** Whoever starts all the same gets clusters that stand and ask. */
function nextLine(next: string, held: readonly string[]): string {
  return held.length === 0
    ? `Next: ${next}`
    : `Next: mend what blocks ${named(held)} (x above), then plan again; ${next} would hold there, and ask`;
}

function totalsLine({ totals }: CampaignPlan, held: number): string {
  const counts = [
    plural(totals.clusters, 'cluster'),
    plural(totals.pools, 'node pool'),
    plural(totals.nodes, 'node'),
  ];
  const vcpus = totals.surgeVcpus === null ? '' : `, ${totals.surgeVcpus} vCPU`;
  const surge =
    totals.surgeNodes === 0 ? '' : ` Surge needs ${plural(totals.surgeNodes, 'more node')}${vcpus}.`;
  const stopped = held === 0 ? '' : `, ${held} held as ${held === 1 ? 'it is' : 'they are'}`;
  return `Plan: ${counts.join(', ')}, ${plural(totals.blocked, 'cluster')} left out${stopped}, ${totals.unchanged} unchanged.${surge}`;
}

function finishLine({ plan, now, isSimulated, timeZone }: PlanTextInput): string {
  const finish = formatMoment(plan.estimate.earliestFinish, now, timeZone);
  return `Earliest finish ${finish}${isSimulated ? ', simulated time' : ''} (${plan.estimate.basis}).`;
}

const rollbackOffer = {
  Never: 'a node pool that fails stays',
  Ask: 'a node pool that fails, for seven days, if you say so',
  OnFailure: 'a node pool that fails, by itself, within seven days',
} as const;

function rollbackLine({ rollback, stages }: CampaignPlan, rollingBack: readonly string[]): readonly string[] {
  if (rollback === undefined) return [];
  const closed = stages.flatMap(({ clusters }) => clusters.filter(hasNoRollback)).map(({ name }) => name);
  const except = closed.length === 0 ? '' : `, but none on ${named(closed)} as it is (see there)`;
  return [
    `Way back: ${rollbackOffer[rollback.nodePools]}${except}; a control plane never.`,
    ...(rollingBack.length === 0
      ? []
      : [
          `Once stage ${named(rollingBack)} exceeds its failurePolicy (onExceeded: Rollback), all node pools upgraded so far go back by themselves on each of its clusters that failed, also those that are well.`,
        ]),
  ];
}

function savedLine({ plan, savedTo }: PlanTextInput): string {
  return savedTo === null ? `Digest ${plan.digest}` : `Saved to ${savedTo} (${plan.digest})`;
}
