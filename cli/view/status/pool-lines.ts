import { rollbackCommand } from '#domain/change/az-command.ts';
import { isOver } from '#domain/status/is-over.ts';
import type { ClusterStatus, StepStatus } from '#domain/status/status.ts';
import { shortImage } from '#domain/version/node-image.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { formatAge, formatMoment } from '../terminal/format-time.ts';
import { lastSteps } from './last-steps.ts';
import { phaseText } from './phases.ts';

export interface PoolLinesInput {
  readonly clusters: readonly ClusterStatus[];
  /** Campaign time at which somebody looks, ms: clocks run on after a campaign has ended. */
  readonly now: number;
  readonly timeZone: string | undefined;
  readonly palette: Palette;
}

/**
 * The pools of clusters that are over, each as its last step left it, and how long its way back stays open: with Azure's
 * own command, for a campaign takes back no pool of a cluster that is over.
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

function moved({ from, to, version }: StepStatus): string {
  const short = (text: string) => (version === undefined ? text : shortImage(text));
  return from === to ? short(to) : `${short(from)} -> ${short(to)}`;
}

/** Of a pool that neither moved nor stayed by plan: what its nodes got. */
function rebootText({ phase, from, to, detail }: StepStatus): string {
  return phase === 'Completed' && from === to ? (detail ?? '') : '';
}

function rollbackOfferText(
  { pool, rollbackOffer, version }: StepStatus,
  { resourceId, now, timeZone }: Pick<ClusterStatus, 'resourceId'> & Pick<PoolLinesInput, 'now' | 'timeZone'>,
): string {
  if (pool === null || rollbackOffer === undefined) return '';
  const { until, because } = rollbackOffer;
  if (until === null) return because === null ? '' : `no way back: ${because}`;
  const back =
    version === undefined ? rollbackOffer.version : `image ${shortImage(rollbackOffer.nodeImageVersion)}`;
  const at = formatMoment(until, now, timeZone);
  const left = Date.parse(until) - now;
  return left > 0
    ? `way back to ${back} until ${at} (for ${formatAge(left)}): ${rollbackCommand(resourceId, pool)}`
    : `way back to ${back} closed ${at}`;
}
