import { tellPosture, tellPostureChanges } from '#domain/baseline/posture-words.ts';
import { isUnchanged } from '#domain/campaign/is-unchanged.ts';
import type { JournalEntry } from '#domain/campaign/journal.ts';
import type { CampaignOutline, ClusterOutline, StageOutline } from '#domain/campaign/outline-plan.ts';
import type { CampaignStatus, ClusterStatus, Decision, NotRestored } from '#domain/campaign/status.ts';
import { tellVerb } from '#domain/campaign/tell-verb.ts';
import { campaignImages, type PoolImage } from '#domain/image/campaign-images.ts';
import { tellImageAge } from '#domain/image/image-age.ts';
import { shortImage } from '#domain/version/node-image.ts';
import { afterStage } from './after-stage.ts';
import { columns } from './columns.ts';
import { formatMoment } from './moments.ts';
import { plural } from './plural.ts';
import { type StatusTreeInput, statusTree } from './status-tree.ts';

/** What `drydock describe` shows: the status, then decisions, what was not restored, node images if it is for them, how safe clusters are, and the plan. */
export function campaignText(input: StatusTreeInput): string {
  const { status, plan, palette, timeZone } = input;
  const now = Date.parse(status.updatedAt);
  // What the server alone can tell has no decisions in it.
  const none = (word: string) => (status.incomplete === null ? word : 'not known');
  const images = imageLines(campaignImages(status));
  const sections = [
    section('Decisions', decisionLines(status, now, timeZone), none('none')),
    section('Not restored', notRestoredLines(status.notRestored), none('nothing')),
    ...(images.length === 0 ? [] : [section('Node images', images, '')]),
    ...postureSection(status.stages.flatMap(({ clusters }) => clusters)),
    section(`Plan ${status.planDigest}`.trimEnd(), planLines(plan), 'not known'),
  ];
  return [statusTree(input), ...sections].join('\n\n');

  /** Not there where no cluster was audited. */
  function postureSection(clusters: readonly ClusterStatus[]): readonly string[] {
    const lines = clusters.flatMap(postureLines);
    return lines.length === 0 ? [] : [section('Security', lines, '')];
  }

  function section(title: string, lines: readonly string[], otherwise: string): string {
    const body = lines.length === 0 ? [`  ${otherwise}`] : lines;
    return [palette.bold(title), ...body].join('\n');
  }
}

/** What people decided between what they were asked and what was done without them. */
function decisionLines(
  { decisions, journal = [] }: CampaignStatus,
  now: number,
  timeZone: string | undefined,
): readonly string[] {
  const rows = [...decisions.map(decisionRow), ...journal.map(journalRow)];
  return columns(
    rows
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .map(({ at, cells }) => [`  ${formatMoment(at, now, timeZone)}`, ...cells]),
  );
}

interface Row {
  readonly at: string;
  readonly cells: readonly string[];
}

/** Names are claims as long as nobody proves them, and marked so. */
function decisionRow(decision: Decision): Row {
  const { at, by, identity, target, reason } = decision;
  return { at, cells: [tellVerb(decision), target, `${by} (${identity})`, reason] };
}

function journalRow({ at, what, target, text }: JournalEntry): Row {
  return { at, cells: [what.replaceAll('-', ' '), target, 'Drydock', text] };
}

function notRestoredLines(left: readonly NotRestored[]): readonly string[] {
  return left.flatMap(({ cluster, pool, setting, value, condition, command }) => [
    `  ${pool === null ? cluster : `${cluster}/${pool}`}: ${setting} was ${value}`,
    ...(condition === undefined ? [] : [`    ${condition}:`]),
    `    ${command}`,
  ]);
}

/** "aks-test-weu/system  202510.19.0  12d old, current  was 202509.23.0, 38d old, 26d behind" */
function imageLines(images: readonly PoolImage[]): readonly string[] {
  return columns(
    images.map(({ cluster, pool, image, was, ...age }) => [
      `  ${cluster}/${pool}`,
      shortImage(image),
      [tellImageAge(age), age.state].filter((text) => text !== '').join(', '),
      was === null ? '' : `was ${[shortImage(was.image), tellImageAge(was)].filter(Boolean).join(', ')}`,
    ]),
  );
}

function postureLines({ name, posture }: ClusterStatus): readonly string[] {
  if (posture === undefined) return [];
  const more = [...tellPostureChanges(posture), ...posture.voidWaivers];
  return [`  ${name}: ${tellPosture(posture)}`, ...more.map((line) => `    ${line}`)];
}

function planLines(plan: CampaignOutline | null): readonly string[] {
  if (plan === null) return [];
  return [...plan.stages.flatMap(stageLines), ...plan.blocked.map((reason) => `  Blocked: ${reason}`)];
}

function stageLines(stage: StageOutline): readonly string[] {
  return [
    `  Stage ${stage.name}: ${plural(stage.clusters.length, 'cluster')}, window ${stage.window}`,
    ...columns(stage.clusters.map((cluster) => [`    ${cluster.name}`, clusterText(cluster)])),
    ...afterStage(stage).map((line) => `  ${line}`),
  ];
}

/** "to 1.33.7, then 1.34.1, 3 pools, 9 nodes, surge 3" */
function clusterText(cluster: ClusterOutline): string {
  const { blocked, versions, pools, nodes, surge } = cluster;
  if (blocked.length > 0) return `left out: ${blocked.join('; ')}`;
  if (isUnchanged(cluster)) return 'nothing to change';
  const way = versions.length === 0 ? 'to newest node images' : `to ${versions.join(', then ')}`;
  return [way, plural(pools, 'pool'), plural(nodes, 'node'), `surge ${surge}`].join(', ');
}
