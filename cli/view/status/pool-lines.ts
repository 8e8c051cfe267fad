import { rollbackCommand } from '#domain/change/az-command.ts';
import { isOver } from '#domain/status/is-over.ts';
import { openRollback } from '#domain/status/open-rollback.ts';
import type { ClusterStatus, StepStatus } from '#domain/status/status.ts';
import { shortImage } from '#domain/version/node-image.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { formatAge, formatMoment } from '../terminal/format-time.ts';
import { lastSteps } from './last-steps.ts';
import { phaseText } from './phases.ts';

export interface PoolLinesInput {
  readonly clusters: readonly ClusterStatus[];
  /** Campaign time of the reading, ms: it runs on after a campaign has ended. */
  readonly now: number;
  readonly timeZone: string | undefined;
  readonly palette: Palette;
}

/**
 * The pools of finished clusters after their last step, and how long a rollback stays possible: with Azure's command,
 * because a campaign rolls back no pool of a finished cluster.
 */
export function poolLines({ clusters, now, timeZone, palette }: PoolLinesInput): readonly string[] {
  const rows = clusters
    .filter(({ phase }) => isOver(phase))
    .flatMap((cluster) =>
      lastSteps(cluster).map((step) => ({ cluster: cluster.name, resourceId: cluster.resourceId, step })),
    );
  return columns(
    rows.map(({ cluster, resourceId, step }) => [
      `  ${cluster}/${step.name}`,
      phaseText(step.phase, palette),
      moved(step),
      `${step.nodes.done}/${step.nodes.total} nodes`,
      rollbackOfferText(step, { resourceId, now, timeZone }) || rebootText(step),
    ]),
  );
}

function moved({ from, to, version, phase, nodes }: StepStatus): string {
  const stays = from === to || phase === 'RolledBack' || (phase !== 'Completed' && nodes.done === 0);
  const short = (text: string) => (version === undefined ? text : shortImage(text));
  return stays ? short(from) : `${short(from)} -> ${short(to)}`;
}

/** Of a pool whose version did not change: what happened to its nodes. */
function rebootText({ phase, from, to, detail }: StepStatus): string {
  return phase === 'Completed' && from === to ? (detail ?? '') : '';
}

function rollbackOfferText(
  step: StepStatus,
  { resourceId, now, timeZone }: Pick<ClusterStatus, 'resourceId'> & Pick<PoolLinesInput, 'now' | 'timeZone'>,
): string {
  const { pool, version } = step;
  const rollbackOffer = openRollback(step);
  if (pool === null || rollbackOffer === undefined) return '';
  const { until, because } = rollbackOffer;
  if (until === null) return because === null ? '' : `no rollback: ${because}`;
  const previous =
    version === undefined ? rollbackOffer.version : `image ${shortImage(rollbackOffer.nodeImageVersion)}`;
  const at = formatMoment(until, timeZone);
  const left = Date.parse(until) - now;
  return left > 0
    ? `rollback to ${previous} possible until ${at} (${formatAge(left)} left): ${rollbackCommand(resourceId, pool)}`
    : `rollback to ${previous} expired ${at}`;
}
