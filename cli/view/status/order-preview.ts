import { describePreExistingIssues } from '#domain/health/pre-existing-issues.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import { isOver } from '#domain/status/is-over.ts';
import type { CampaignStatus, ClusterStatus } from '#domain/status/status.ts';
import { isIdle } from '#domain/status/step-status.ts';
import { stepsToRollBack } from '#domain/status/steps-to-roll-back.ts';
import { columns } from '../terminal/columns.ts';
import { wrap } from '../terminal/fit.ts';
import { plural } from '../terminal/plural.ts';
import { stageLines } from './campaign-text.ts';
import { postureLines } from './posture-lines.ts';
import { clusterOnce } from './say-once.ts';
import { clusterInfo, isHealthy, rollbackInfo, rollbackMove, stepInfo } from './status-info.ts';
import { waitName } from './waits.ts';

interface Reading {
  readonly status: CampaignStatus;
  /** null: unknown. */
  readonly plan: CampaignOutline | null;
  /** Of the terminal; lines wrap between words. */
  readonly width: number;
}

/** The first lines of a long list; `describe` has all of them. */
const mostListed = 20;

/** What a gate's stage came to and what comes next; null: the campaign does not wait at this gate. */
export function gatePreview(gate: string, verb: 'approve' | 'reject', reading: Reading): string | null {
  const { status, plan } = reading;
  const wait = status.waitingFor.find(({ kind, name }) => kind === 'gate' && name === gate);
  const at = status.stages.findIndex(({ name }) => name === gate);
  const stage = status.stages[at];
  if (wait === undefined || stage === undefined) return null;
  const done = stage.clusters.filter(({ phase }) => phase === 'Completed').length;
  const later = status.stages.slice(at + 1);
  const next = later[0] && plan?.stages.find(({ name }) => name === later[0]!.name);
  const rest = later.flatMap(({ clusters }) => clusters).filter(({ phase }) => !isOver(phase));
  return paragraph(reading, [
    `Stage ${gate}: ${done} of ${plural(stage.clusters.length, 'cluster')} completed`,
    // What did not complete comes first: a long list is cut.
    ...clusterLines(
      stage.clusters.toSorted((a, b) => Number(a.phase === 'Completed') - Number(b.phase === 'Completed')),
      status,
    ),
    ...findings('Health', stage.clusters, healthOf, 'no issues reported'),
    ...findings('Security', stage.clusters, postureLines, 'not audited'),
    ...(verb === 'reject' ? [] : outOfReach(stage.clusters)),
    ...(wait.approvals === undefined ? [] : [`Approvals: ${waitName(wait)}`]),
    ...(verb === 'reject'
      ? [`Not upgraded then: ${plural(rest.length, 'cluster')}${named(rest)}`]
      : ['Next:', ...(next === undefined ? ['  unknown'] : stageLines(next, plan?.stages ?? []))]),
    `Plan ${status.planDigest}`,
    ...consequence(status, verb, `gate/${gate}`),
  ]);
}

/** A stage that is over takes no retry. */
function outOfReach(clusters: readonly ClusterStatus[]): readonly string[] {
  const open = clusters.filter(({ phase }) => phase !== 'Completed');
  return open.length === 0 ? [] : [`Not retried by this campaign once it is approved${named(open)}`];
}

export type TargetVerb = keyof typeof targetVerbs;

const targetVerbs = {
  skip: 'Skip',
  rollback: 'Roll back',
  force: 'Force the upgrade of',
  'clean-up': 'Clean up',
  promote: 'End the soak of',
} as const;

/** How the target of an order stands. `clusters`: those it is about; `pool`: the one of them; null: all. */
export function targetPreview(
  { verb, target }: { readonly verb: TargetVerb; readonly target: string },
  { clusters, pool }: { readonly clusters: readonly ClusterStatus[]; readonly pool: string | null },
  reading: Reading,
): string {
  const { status } = reading;
  const now = Date.parse(status.updatedAt);
  const lines = clusters.flatMap((cluster) => [
    ...clusterLines([cluster], status, false),
    ...(verb === 'rollback'
      ? rollbackLines(cluster, pool, now)
      : columns(
          clusterOnce(cluster)
            .steps.filter((step) => pool === null || step.pool === pool)
            .map((step) => [`    ${step.name}`, step.phase, stepInfo(step, now, cluster.phase)]),
        )),
  ]);
  return paragraph(reading, [
    `${targetVerbs[verb]} ${target}:`,
    ...cutList(lines, status.name),
    ...(verb === 'promote'
      ? [
          ...soaks(status, target),
          ...findings('Health', clusters, healthOf, 'no issues reported'),
          ...findings('Security', clusters, postureLines, 'not audited'),
        ]
      : []),
    ...consequence(status, verb, target),
  ]);
}

/** What goes back from where to where, and what nothing is wrong with: no one takes that back unawares. */
function rollbackLines({ name, steps }: ClusterStatus, pool: string | null, now: number): readonly string[] {
  if (steps.length === 0) return [`    unknown: ${name} has not reported its node pools`];
  const back = stepsToRollBack(steps, pool);
  if (back.length === 0) return ['    nothing: the campaign has not upgraded it'];
  const healthy = back.filter(isHealthy).map((step) => step.name);
  return [
    ...columns(
      back.map((step) => [
        `    ${step.name}`,
        rollbackMove(step),
        isHealthy(step) ? `healthy (${step.phase})` : (step.end ?? step.phase),
        rollbackInfo(step, now),
      ]),
    ),
    ...(healthy.length === 0 ? [] : [`    healthy, and rolled back nevertheless: ${healthy.join(', ')}`]),
  ];
}

/** Of a stage, whose soak has its name and no answers, or of a cluster. */
function soaks({ waitingFor }: CampaignStatus, target: string): readonly string[] {
  return waitingFor
    .filter(({ kind }) => kind === 'soak')
    .filter(({ name, actions = [{ target: `stage/${name}` }] }) =>
      actions.some((action) => action.target === target),
    )
    .map(({ since, until }) => `Soak: since ${since}${until === null ? '' : ` until ${until}`}`);
}

/** As the question lists it; what the campaign does not ask about has none. */
function consequence(
  { waitingFor }: CampaignStatus,
  verb: 'approve' | 'reject' | TargetVerb,
  target: string,
): readonly string[] {
  const action = waitingFor
    .flatMap(({ actions = [] }) => actions)
    .find((each) => each.verb === verb && each.target === target);
  const otherwise = {
    approve: null,
    reject: null,
    force: null,
    'clean-up': null,
    promote: 'ends the soak now',
    skip: 'the campaign does not upgrade it, unless a retry undoes the skip before its target is reached',
    rollback:
      'what runs in Azure is aborted, then node pools are rolled back where AKS still allows it; the cluster ends as RolledBack, its later node pools untouched',
  };
  const text = action?.consequence ?? otherwise[verb];
  return text === null ? [] : [`Consequence: ${text}`];
}

function clusterLines(
  clusters: readonly ClusterStatus[],
  status: CampaignStatus,
  withSteps = true,
): readonly string[] {
  const rows = columns(
    clusters.map((cluster) => [`  ${cluster.name}`, cluster.phase, clusterInfo(cluster, status)]),
  );
  const lines = rows.flatMap((row, index) => [
    row,
    ...(withSteps ? notDone(clusterOnce(clusters[index]!)) : []),
  ]);
  return cutList(lines, status.name);
}

/** Steps that should have come to an upgrade and did not. */
function notDone({ steps }: ClusterStatus): readonly string[] {
  return steps
    .filter((step) => step.phase !== 'Completed' && !isIdle(step))
    .map(({ name, phase, detail }) => `    ${name} ${phase}${detail === null ? '' : `: ${detail}`}`);
}

function healthOf({ name, preExistingIssues }: ClusterStatus): readonly string[] {
  return preExistingIssues === undefined ? [] : [`${name}: ${describePreExistingIssues(preExistingIssues)}`];
}

function findings(
  title: string,
  clusters: readonly ClusterStatus[],
  of: (cluster: ClusterStatus) => readonly string[],
  none: string,
): readonly string[] {
  const lines = clusters.flatMap(of).slice(0, mostListed);
  return lines.length === 0 ? [`${title}: ${none}`] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function cutList(lines: readonly string[], campaign: string): readonly string[] {
  const more = lines.length - mostListed;
  return more <= 0
    ? lines
    : [...lines.slice(0, mostListed), `  and ${more} more lines: drydock describe ${campaign}`];
}

function named(clusters: readonly ClusterStatus[]): string {
  const first = clusters.slice(0, mostListed).map(({ name }) => name);
  const more = clusters.length > mostListed ? ', ...' : '';
  return first.length === 0 ? '' : ` (${first.join(', ')}${more})`;
}

function paragraph({ width }: Reading, lines: readonly string[]): string {
  return lines.flatMap((line) => wrap(line, width, line.search(/\S|$/) + 2)).join('\n');
}
