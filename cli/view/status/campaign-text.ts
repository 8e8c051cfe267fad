import { isUnchanged } from '#domain/plan/is-unchanged.ts';
import type { CampaignOutline, ClusterOutline, StageOutline } from '#domain/plan/outline-plan.ts';
import { campaignImages, type PoolImage } from '#domain/status/campaign-images.ts';
import type { CampaignStatus, NotRestored } from '#domain/status/status.ts';
import { afterStages } from '../plan/after-stage.ts';
import { columns } from '../terminal/columns.ts';
import { formatMoment } from '../terminal/format-time.ts';
import { withLocalTimes } from '../terminal/local-times.ts';
import { plural } from '../terminal/plural.ts';
import { campaignRecord } from './campaign-record.ts';
import { imageCells } from './image-cells.ts';
import { poolLines } from './pool-lines.ts';
import { postureLines } from './posture-lines.ts';
import { type StatusTreeInput, statusTree } from './status-tree.ts';

export interface CampaignTextInput extends StatusTreeInput {
  readonly plan: CampaignOutline | null;
  /** Campaign time of the reading, ms; the status of a finished campaign no longer changes. */
  readonly now: number;
}

/** `drydock describe`: status, pools of clusters that have begun, decisions, settings not restored, node images, posture, plan. */
export function campaignText(input: CampaignTextInput): string {
  const { plan, palette, timeZone } = input;
  const status = withLocalTimes(input.status, timeZone);
  // What the server alone knows has no decisions.
  const none = (word: string) => (status.incomplete === null ? word : 'unknown');
  const images = imageLines(campaignImages(status));
  const clusters = status.stages.flatMap((stage) => stage.clusters);
  const pools = poolLines({ clusters, now: input.now, timeZone, palette });
  const sections = [
    ...(pools.length === 0 ? [] : [section('Node pools', pools, '')]),
    section('Decisions', recordLines(status, timeZone), none('none')),
    section('Not restored', notRestoredLines(status.notRestored), none('none')),
    ...(images.length === 0 ? [] : [section('Node images', images, '')]),
    ...postureSection(),
    section(`Plan ${status.planDigest}`.trimEnd(), planLines(plan), 'unknown'),
  ];
  return [statusTree(input), ...sections].join('\n\n');

  function postureSection(): readonly string[] {
    const lines = clusters.flatMap((each) => postureLines(each)).map((line) => `  ${line}`);
    return lines.length === 0 ? [] : [section('Security', lines, '')];
  }

  function section(title: string, lines: readonly string[], otherwise: string): string {
    const body = lines.length === 0 ? [`  ${otherwise}`] : lines;
    return [palette.bold(title), ...body].join('\n');
  }
}

function recordLines(status: CampaignStatus, timeZone: string | undefined): readonly string[] {
  return columns(
    campaignRecord(status).map(({ at, what, target, who, text }) => [
      `  ${formatMoment(at, timeZone)}`,
      what,
      target,
      who,
      text,
    ]),
  );
}

function notRestoredLines(settings: readonly NotRestored[]): readonly string[] {
  return settings.flatMap(({ cluster, pool, setting, value, condition, command }) => [
    `  ${pool === null ? cluster : `${cluster}/${pool}`}: ${setting} was ${value}`,
    ...(condition === undefined ? [] : [`    ${condition}:`]),
    `    ${command}`,
  ]);
}

function imageLines(images: readonly PoolImage[]): readonly string[] {
  return columns(images.map(imageCells).map(([pool, ...rest]) => [`  ${pool}`, ...rest]));
}

function planLines(plan: CampaignOutline | null): readonly string[] {
  if (plan === null) return [];
  const stages = plan.stages.flatMap((stage) => stageLines(stage, plan.stages));
  return [...stages, ...plan.blocked.map((reason) => `  Blocked: ${reason}`)];
}

function isBegun(cluster: ClusterOutline): boolean {
  return cluster.blocked.length === 0 && !isUnchanged(cluster);
}

/** One stage of the plan's `stages`: its clusters, its window, and what follows it. */
export function stageLines(stage: StageOutline, stages: readonly StageOutline[]): readonly string[] {
  const after = afterStages(stages, ({ clusters }) => clusters.some(isBegun));
  return [
    `  Stage ${stage.name}: ${plural(stage.clusters.length, 'cluster')}, window ${stage.window}`,
    ...columns(stage.clusters.map((cluster) => [`    ${cluster.name}`, clusterText(cluster)])),
    ...(after.get(stage) ?? []).map((line) => `  ${line}`),
  ];
}

/** "to 1.33.7, then 1.34.1, 3 pools, 9 nodes, surge 3" */
function clusterText(cluster: ClusterOutline): string {
  const { blocked, versions, pools, nodes, surge } = cluster;
  if (blocked.length > 0) return `skipped: ${blocked.join('; ')}`;
  if (isUnchanged(cluster)) return 'nothing to change';
  const change = versions.length === 0 ? imageChange(cluster) : `to ${versions.join(', then ')}`;
  return [change, plural(pools, 'pool'), plural(nodes, 'node'), `surge ${surge}`].join(', ');
}

function imageChange({ pools, reboots = 0 }: ClusterOutline): string {
  if (reboots === 0) return 'to the newest node images';
  if (reboots === pools) return 'reboots of nodes that require one';
  return `to the newest node images, reboots in ${plural(reboots, 'pool')}`;
}
