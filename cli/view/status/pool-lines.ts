import { rollbackCommand } from '#domain/fleet/az-command.ts';
import { isOver } from '#domain/status/is-over.ts';
import { openRollback } from '#domain/status/open-rollback.ts';
import type { ClusterStatus, StepStatus } from '#domain/status/status.ts';
import { shortImage } from '#domain/version/node-image.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { formatAge, formatMoment } from '../terminal/format-time.ts';
import { lastSteps } from './last-steps.ts';
import { phaseText } from './phases.ts';
import { nodesText } from './status-info.ts';

export interface PoolLinesInput {
  readonly clusters: readonly ClusterStatus[];
  /** Campaign time of the reading, ms: it runs on after a campaign has ended. */
  readonly now: number;
  readonly timeZone: string | undefined;
  readonly palette: Palette;
}

/**
 * The pools of clusters that have begun, after their last step, and how long a rollback stays possible: of a finished cluster
 * with Azure's command, because a campaign rolls back no pool of it.
 */
export function poolLines({ clusters, now, timeZone, palette }: PoolLinesInput): readonly string[] {
  const rows = clusters.flatMap((cluster) => shownSteps(cluster).map((step) => ({ cluster, step })));
  return columns(
    rows.map(({ cluster, step }) => [
      `  ${cluster.name}/${step.name}`,
      phaseText(step.phase, palette),
      moved(step),
      nodesText(step),
      rollbackOfferText(step, cluster, { now, timeZone }) || rebootText(step),
    ]),
  );
}

/** Of a finished cluster a pool that was not begun says nothing; of another it is still to come. */
function shownSteps(cluster: ClusterStatus): readonly StepStatus[] {
  const started = lastSteps(cluster);
  if (isOver(cluster.phase) || cluster.startedAt === null) return started;
  const last = new Map(started.map((step) => [step.pool, step]));
  const ofPools = cluster.steps.filter(({ pool }) => pool !== null).toReversed();
  return [...new Map(ofPools.map((step) => [step.pool, last.get(step.pool) ?? step])).values()].toReversed();
}

function moved({ from, to, version, phase, nodes }: StepStatus): string {
  const isAhead = phase === 'NotStarted' || phase === 'Running';
  const stays =
    from === to || phase === 'RolledBack' || (!isAhead && phase !== 'Completed' && nodes.done === 0);
  const short = (text: string) => (version === undefined ? text : shortImage(text));
  return stays ? short(from) : `${short(from)} -> ${short(to)}`;
}

/** Of a pool whose version did not change: what happened to its nodes. */
function rebootText({ phase, from, to, detail }: StepStatus): string {
  return phase === 'Completed' && from === to ? (detail ?? '') : '';
}

function rollbackOfferText(
  step: StepStatus,
  cluster: ClusterStatus,
  { now, timeZone }: Pick<PoolLinesInput, 'now' | 'timeZone'>,
): string {
  const { pool, version, phase } = step;
  const rollbackOffer = openRollback(step);
  if (pool === null || rollbackOffer === undefined || phase === 'Running' || phase === 'RollingBack')
    return '';
  const { until, because } = rollbackOffer;
  if (until === null) return because === null ? '' : `no rollback: ${because}`;
  const previous =
    version === undefined ? rollbackOffer.version : `image ${shortImage(rollbackOffer.nodeImageVersion)}`;
  const at = formatMoment(until, timeZone);
  const left = Date.parse(until) - now;
  if (left <= 0) return `rollback to ${previous} expired ${at}`;
  const command = isOver(cluster.phase) ? `: ${rollbackCommand(cluster.resourceId, pool)}` : '';
  return `rollback to ${previous} possible until ${at} (${formatAge(left)} left)${command}`;
}
