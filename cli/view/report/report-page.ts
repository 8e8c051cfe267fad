import { rollbackCommand } from '#domain/change/az-command.ts';
import { describePreExistingIssues } from '#domain/health/pre-existing-issues.ts';
import { campaignImages } from '#domain/status/campaign-images.ts';
import { isOver } from '#domain/status/is-over.ts';
import type { ClusterStatus, StageStatus, StepStatus } from '#domain/status/status.ts';
import { shortImage } from '#domain/version/node-image.ts';
import type { StatusReading } from '../../temporal/read-status.ts';
import { campaignRecord } from '../status/campaign-record.ts';
import { type Span, stageSpan } from '../status/campaign-times.ts';
import { imageCells } from '../status/image-cells.ts';
import { lastSteps } from '../status/last-steps.ts';
import { postureLines } from '../status/posture-lines.ts';
import { clusterInfo, stageInfo, stepProgress } from '../status/status-info.ts';
import { waitName } from '../status/waits.ts';
import { formatAge, formatMoment } from '../terminal/format-time.ts';

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

/** Moments have their date: who reads a report reads it on another day. */
const longAgo = 0;

/** What happened, for people who were not there: every cluster with its steps, who decided what, and what is left to do. */
export function reportPage({ status, plan }: StatusReading, timeZone?: string): ReportPage {
  const now = Date.parse(status.updatedAt);
  const clusters = status.stages.flatMap((stage) => stage.clusters);
  const moment = (iso: string | null) => (iso === null ? '' : formatMoment(iso, longAgo, timeZone));
  const took = ({ startedAt, finishedAt }: Span) =>
    startedAt === null
      ? ''
      : formatAge((finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt));

  return {
    title: `Campaign ${status.name}: ${status.phase}`,
    facts: facts(),
    sections: [
      section('Waits for', ['what', 'since', 'until', 'what ends it'], waits()),
      section('Stages', ['stage', 'status', 'took', ''], status.stages.map(stageRow)),
      section(
        'Clusters',
        ['cluster', 'step', 'status', 'from', 'to', 'began', 'took', ''],
        clusters.flatMap(clusterRows),
      ),
      section('Decisions', ['when', 'what', 'of', 'by', ''], record()),
      section('Not restored', ['setting', 'was', 'command'], notRestored()),
      section('Rollbacks possible', ['pool', 'to', 'until', 'command'], clusters.flatMap(rollbacks)),
      section('Node images', ['pool', 'image', 'age', ''], campaignImages(status).map(imageCells)),
      section(
        'Security',
        ['how safe before and after'],
        clusters.flatMap((each) => postureLines(each)).map((line) => [line]),
      ),
      section('Not well before', ['what holds nothing up'], clusters.flatMap(preExistingIssues)),
    ].filter(({ rows }) => rows.length > 0),
  };

  function facts(): ReportPage['facts'] {
    const { clusters: counted, pools, nodes, failed } = status.progress;
    const of = (count: { readonly done: number; readonly total: number }, what: string) =>
      `${count.done} of ${count.total} ${what}`;
    const done = [of(counted, 'clusters'), of(pools, 'node pools'), of(nodes, 'nodes'), `${failed} failed`];
    return [
      ['Status', [status.phase, status.reason].filter((text) => text !== null).join(': ')],
      ['Target', status.target],
      ['Done', done.join(', ')],
      ['Began', moment(status.startedAt)],
      status.finishedAt === null
        ? ['Not over', `as it stood ${moment(status.updatedAt)}`]
        : ['Ended', `${moment(status.finishedAt)}, after ${took(status)}`],
      ['Plan', status.planDigest],
      ['Clock', status.pace === null ? '' : `simulated, ${status.pace.speed} times real speed`],
      ['Temporal', status.links.ui ?? ''],
      ['Incomplete', status.incomplete ?? ''],
    ].filter((each): each is [string, string] => each[1] !== '');
  }

  function waits(): ReportSection['rows'] {
    return status.waitingFor.map((wait) => [
      waitName(wait),
      moment(wait.since),
      moment(wait.until),
      wait.act,
    ]);
  }

  function stageRow(stage: StageStatus): readonly string[] {
    const planned = plan?.stages.find(({ name }) => name === stage.name) ?? null;
    return [stage.name, stage.phase, took(stageSpan(stage, status)), stageInfo(stage, planned, status)];
  }

  function clusterRows(cluster: ClusterStatus): ReportSection['rows'] {
    const { name, phase, startedAt } = cluster;
    const info = clusterInfo(cluster, status);
    const own = [name, '', phase, '', '', moment(startedAt), took(cluster), info];
    return [own, ...cluster.steps.map((step) => stepRow(name, step))];
  }

  function stepRow(cluster: string, step: StepStatus): readonly string[] {
    const { name, phase, from, to, startedAt } = step;
    return [cluster, name, phase, from, to, moment(startedAt), took(step), stepProgress(step)];
  }

  function record(): ReportSection['rows'] {
    return campaignRecord(status).map(({ at, what, target, who, text }) => [
      moment(at),
      what,
      target,
      who,
      text,
    ]);
  }

  /** Read days later, a moment still says how long. A campaign takes back no pool of a cluster that is over. */
  function rollbacks(from: ClusterStatus): ReportSection['rows'] {
    const { name: cluster, resourceId, phase } = from;
    return lastSteps(from).flatMap(({ pool, rollbackOffer }) => {
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

  function notRestored(): ReportSection['rows'] {
    return status.notRestored.map(({ cluster, pool, setting, value, condition, command }) => [
      `${pool === null ? cluster : `${cluster}/${pool}`}: ${setting}`,
      value,
      condition === undefined ? command : `${condition}: ${command}`,
    ]);
  }

  function preExistingIssues({ name, preExistingIssues }: ClusterStatus): ReportSection['rows'] {
    return preExistingIssues === undefined
      ? []
      : [[`${name}: ${describePreExistingIssues(preExistingIssues)}`]];
  }
}

function section(title: string, columns: readonly string[], rows: ReportSection['rows']): ReportSection {
  return { title, columns, rows };
}
