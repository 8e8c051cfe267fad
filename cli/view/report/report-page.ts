import { rollbackCommand } from '#domain/fleet/az-command.ts';
import { describePreExistingIssues } from '#domain/health/pre-existing-issues.ts';
import { campaignImages } from '#domain/status/campaign-images.ts';
import { isOver } from '#domain/status/is-over.ts';
import { openRollback } from '#domain/status/open-rollback.ts';
import type { ClusterStatus, StageStatus } from '#domain/status/status.ts';
import { shortImage } from '#domain/version/node-image.ts';
import type { StatusReading } from '../../temporal/read-status.ts';
import { campaignRecord } from '../status/campaign-record.ts';
import { type Span, stageSpan } from '../status/campaign-times.ts';
import { imageCells } from '../status/image-cells.ts';
import { lastSteps } from '../status/last-steps.ts';
import { postureLines } from '../status/posture-lines.ts';
import { sayOnce } from '../status/say-once.ts';
import { clusterInfo, stageInfo, stepProgress } from '../status/status-info.ts';
import { waitName } from '../status/waits.ts';
import { formatAge, formatMoment } from '../terminal/format-time.ts';
import { withLocalTimes } from '../terminal/local-times.ts';

/** What a report shows, whatever it is written as. */
export interface ReportPage {
  readonly title: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly sections: readonly ReportSection[];
}

export interface ReportSection {
  readonly title: string;
  readonly columns: readonly string[];
  /** As many cells as there are columns; never none. */
  readonly rows: readonly (readonly string[])[];
}

/** What every part of a report is written from. */
interface ReportSource extends Pick<StatusReading, 'status' | 'plan'> {
  readonly now: number;
  /** With its date, for the report is read on another day; empty for null. */
  readonly moment: (iso: string | null) => string;
  readonly took: (span: Span) => string;
}

/** What happened, for people who were not there: every cluster with its steps, who decided what, and what is left to do. */
export function reportPage({ status: read, plan }: StatusReading, timeZone?: string): ReportPage {
  const now = Date.parse(read.updatedAt);
  const status = sayOnce(withLocalTimes(read, timeZone), []);
  const clusters = status.stages.flatMap((stage) => stage.clusters);
  const source: ReportSource = {
    status,
    plan,
    now,
    moment: (iso) => (iso === null ? '' : formatMoment(iso, timeZone)),
    took: ({ startedAt, finishedAt }) =>
      startedAt === null
        ? ''
        : formatAge((finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt)),
  };
  return {
    title: `Campaign ${status.name}: ${status.phase}`,
    facts: factsOf(source),
    sections: [
      section('Waiting for', ['what', 'since', 'until', 'next'], waits(source)),
      section(
        'Stages',
        ['stage', 'status', 'duration', ''],
        status.stages.map((stage) => stageRow(stage, source)),
      ),
      section(
        'Clusters',
        ['cluster', 'step', 'status', 'from', 'to', 'started', 'duration', ''],
        clusters.flatMap((each) => clusterRows(each, source)),
      ),
      section('Decisions', ['when', 'what', 'target', 'by', ''], decisions(source)),
      section('Not restored', ['setting', 'original value', 'command'], notRestored(source)),
      section(
        'Rollbacks possible',
        ['pool', 'to', 'until', 'command'],
        clusters.flatMap((each) => rollbacks(each, source)),
      ),
      section('Node images', ['pool', 'image', 'age', ''], campaignImages(status).map(imageCells)),
      section(
        'Security',
        ['posture before and after'],
        clusters.flatMap((each) => postureLines(each)).map((line) => [line]),
      ),
      section('Health issues', ['not blocking'], clusters.flatMap(preExistingIssues)),
    ].filter(({ rows }) => rows.length > 0),
  };
}

function factsOf({ status, moment, took }: ReportSource): ReportPage['facts'] {
  const { clusters, pools, nodes, failed } = status.progress;
  const of = (count: { readonly done: number; readonly total: number }, what: string) =>
    `${count.done} of ${count.total} ${what}`;
  const done = [of(clusters, 'clusters'), of(pools, 'node pools'), of(nodes, 'nodes'), `${failed} failed`];
  return [
    ['Status', [status.phase, status.reason].filter((text) => text !== null).join(': ')],
    ['Target', status.target],
    ['Progress', done.join(', ')],
    ['Started', moment(status.startedAt)],
    status.finishedAt === null
      ? ['In progress', `as of ${moment(status.updatedAt)}`]
      : ['Ended', `${moment(status.finishedAt)}, after ${took(status)}`],
    ['Freeze', status.freeze?.reason ?? ''],
    ['Plan', status.planDigest],
    ['Clock', status.pace === null ? '' : `simulated, ${status.pace.speed} times real speed`],
    ['Temporal', status.links.ui ?? ''],
    ['Incomplete', status.incomplete ?? ''],
  ].filter((each): each is [string, string] => each[1] !== '');
}

function waits({ status, moment }: ReportSource): ReportSection['rows'] {
  return status.waitingFor.map((wait) => [waitName(wait), moment(wait.since), moment(wait.until), wait.act]);
}

function stageRow(stage: StageStatus, { status, took }: ReportSource): readonly string[] {
  return [stage.name, stage.phase, took(stageSpan(stage, status)), stageInfo(stage, status)];
}

function clusterRows(cluster: ClusterStatus, { status, moment, took }: ReportSource): ReportSection['rows'] {
  const { name, phase, startedAt, steps } = cluster;
  const info = clusterInfo(cluster, status);
  return [
    [name, '', phase, '', '', moment(startedAt), took(cluster), info],
    ...steps.map((step) => {
      const { name: own, phase: state, from, to } = step;
      return [name, own, state, from, to, moment(step.startedAt), took(step), stepProgress(step)];
    }),
  ];
}

function decisions({ status, moment }: ReportSource): ReportSection['rows'] {
  return campaignRecord(status).map(({ at, what, target, who, text }) => [
    moment(at),
    what,
    target,
    who,
    text,
  ]);
}

/** The end is a moment, for the report is read days later. Of a finished cluster only Azure's command rolls a pool back. */
function rollbacks(from: ClusterStatus, { status, now, moment }: ReportSource): ReportSection['rows'] {
  const { name: cluster, resourceId, phase } = from;
  return lastSteps(from).flatMap((step) => {
    const { pool } = step;
    const rollbackOffer = openRollback(step);
    if (pool === null || rollbackOffer === undefined) return [];
    const { version, nodeImageVersion, until, because } = rollbackOffer;
    const end = until === null ? `none: ${because ?? 'unknown'}` : moment(until);
    const own = `drydock rollback ${status.name} --target pool/${cluster}/${pool} --reason TEXT`;
    const command = isOver(phase) ? rollbackCommand(resourceId, pool) : own;
    const isOpen = until !== null && Date.parse(until) > now;
    return [
      [`${cluster}/${pool}`, `${version}, ${shortImage(nodeImageVersion)}`, end, isOpen ? command : ''],
    ];
  });
}

function notRestored({ status }: ReportSource): ReportSection['rows'] {
  return status.notRestored.map(({ cluster, pool, setting, value, condition, command }) => [
    `${pool === null ? cluster : `${cluster}/${pool}`}: ${setting}`,
    value,
    condition === undefined ? command : `${condition}: ${command}`,
  ]);
}

function preExistingIssues({ name, preExistingIssues: found }: ClusterStatus): ReportSection['rows'] {
  return found === undefined ? [] : [[`${name}: ${describePreExistingIssues(found)}`]];
}

function section(title: string, columns: readonly string[], rows: ReportSection['rows']): ReportSection {
  return { title, columns, rows };
}
