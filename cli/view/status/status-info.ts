import { describePreExistingIssues } from '#domain/health/pre-existing-issues.ts';
import { stepName } from '#domain/plan/contents/step-name.ts';
import { isOver } from '#domain/status/is-over.ts';
import { openRollback } from '#domain/status/open-rollback.ts';
import { notReached } from '#domain/status/stage-phase.ts';
import type {
  CampaignStatus,
  ClusterStatus,
  Phase,
  StageStatus,
  StepStatus,
  WaitingFor,
} from '#domain/status/status.ts';
import { isIdle } from '#domain/status/step-status.ts';
import { waitOwner } from '#domain/status/wait-owner.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import { shortImage } from '#domain/version/node-image.ts';
import { formatAge } from '../terminal/format-time.ts';
import { plural } from '../terminal/plural.ts';

/** The INFO column of the whole campaign. */
export function campaignInfo({ reason, notRestored }: CampaignStatus): string {
  const settings = notRestored.length === 0 ? null : `${plural(notRestored.length, 'setting')} not restored`;
  return joinTexts([reason, settings], ', ');
}

/** "1/1, soaked 12h, approved by oncall (CHG0041)" */
export function stageInfo(stage: StageStatus, status: CampaignStatus): string {
  if (stage.clusters.length === 0) return '';
  const done = stage.clusters.filter(({ phase }) => phase === 'Completed').length;
  const wait = status.waitingFor.find(
    ({ kind, name }) => name === stage.name && (kind === 'gate' || kind === 'soak'),
  );
  const texts = [
    `${done}/${stage.clusters.length}`,
    wait && describeWait(wait),
    ...soakText(stage, status),
    ...skippedBy(stage, status),
    ...approvals(stage, status),
    ...gateNotRequested(stage, status),
  ];
  return joinTexts(texts, ', ');
}

function soakText({ name, soak }: StageStatus, { decisions }: CampaignStatus): readonly string[] {
  if (soak === undefined) return [];
  const [since, until] = [Date.parse(soak.since), Date.parse(soak.until)];
  const whole = formatDuration(until - since);
  if (soak.endedAt === null) return [`soak of ${whole} not complete`];
  const endedAt = Date.parse(soak.endedAt);
  if (endedAt >= until) return [`soaked ${whole}`];
  const early = decisions.findLast(({ verb, target }) => verb === 'promote' && target === `stage/${name}`);
  const cut = `soak of ${whole} ended after ${formatAge(endedAt - since)}`;
  return [early === undefined ? cut : `${cut} by ${early.by}${inBrackets(early.reason)}`];
}

function skippedBy({ name, phase }: StageStatus, { decisions }: CampaignStatus): readonly string[] {
  const skip = decisions.findLast(({ verb, target }) => verb === 'skip' && target === `stage/${name}`);
  return phase !== 'Skipped' || skip === undefined ? [] : [`skipped by ${skip.by}${inBrackets(skip.reason)}`];
}

function approvals(stage: StageStatus, status: CampaignStatus): readonly string[] {
  return status.decisions
    .filter(
      ({ verb, target }) => (verb === 'approve' || verb === 'reject') && target === `gate/${stage.name}`,
    )
    .map(
      ({ verb, by, reason }) =>
        `${verb === 'approve' ? 'approved' : 'rejected'} by ${by}${inBrackets(reason)}`,
    );
}

function gateNotRequested({ name }: StageStatus, { journal = [] }: CampaignStatus): readonly string[] {
  const entry = journal.find(({ what, target }) => what === 'not-requested' && target === `gate/${name}`);
  return entry === undefined ? [] : [entry.text];
}

/** The reason where there is one; completed: versions; running: progress, and what it waits for. */
export function clusterInfo(cluster: ClusterStatus, status: CampaignStatus): string {
  if (cluster.reason !== null) return cluster.reason;
  if (cluster.phase === 'Completed') return versionsText(cluster);
  if (cluster.startedAt === null || isOver(cluster.phase)) return '';
  const wait = waitOf(cluster, status);
  const before =
    cluster.preExistingIssues === undefined ? [] : [describePreExistingIssues(cluster.preExistingIssues)];
  return joinTexts([wait && describeWait(wait), ...poolsText(cluster), ...before], ', ');
}

/** A freeze concerns every cluster and names none. */
function waitOf({ name, phase }: ClusterStatus, status: CampaignStatus): WaitingFor | undefined {
  const { waitingFor, stages } = status;
  const named = waitingFor.filter((wait) => wait.name.startsWith(name));
  const names = named.length === 0 ? [] : stages.flatMap(({ clusters }) => clusters.map((each) => each.name));
  const own = named.find((wait) => waitOwner(wait.name, names) === name);
  return own ?? (phase === 'Waiting' ? waitingFor.find(({ kind }) => kind === 'freeze') : undefined);
}

/** "1.35.5 -> 1.36.1", or "np1 1.35.5 -> 1.36.1, control plane and np2 at 1.36.1": what is true of its control plane and of each pool. */
function versionsText({ steps }: ClusterStatus): string {
  const versions = steps.filter(movesVersion);
  const renewed = versions.filter((step) => step.version !== undefined && !stays(step));
  if (renewed.length > 0) return `${plural(renewed.length, 'pool')} at the newest image`;
  const groups = Map.groupBy(Map.groupBy(versions, ({ name }) => name).values(), moveText);
  const [only] = groups.keys();
  if (only === undefined || groups.size === 1) return only?.replace(/^at /, '') ?? '';
  const moved = [...groups].toSorted(([a], [b]) => Number(a.startsWith('at ')) - Number(b.startsWith('at ')));
  return moved.map(([move, each]) => `${namesOf(each)} ${move}`).join(', ');
}

/** Of all hops of the control plane or a pool. */
function moveText(hops: readonly StepStatus[]): string {
  const { from = '' } = hops[0] ?? {};
  const { to } = hops.findLast((hop) => !stays(hop)) ?? { to: from };
  if (from !== to) return `${from} -> ${to}`;
  return hops.some(isChangedInPlace) ? `completed at ${to}` : `at ${to}`;
}

/** Another upgrade had left it half done, or nodes of it were rebooted. */
function isChangedInPlace({ phase, from, to, sent }: StepStatus): boolean {
  return sent === true && phase === 'Completed' && from === to;
}

function stays({ phase }: StepStatus): boolean {
  return phase === 'Skipped' || phase === 'RolledBack';
}

function namesOf(things: readonly (readonly StepStatus[])[]): string {
  const pools = things.flatMap(([first]) => (first === undefined || first.pool === null ? [] : [first.name]));
  const controlPlane = pools.length < things.length ? ['control plane'] : [];
  const named = pools.length > 2 ? [plural(pools.length, 'pool')] : pools;
  return [...controlPlane, ...named].join(' and ');
}

/** The other steps concern automatic upgrades. */
function movesVersion({ name, pool }: StepStatus): boolean {
  return pool !== null || name === stepName({ action: 'upgrade-control-plane', pool });
}

function poolsText({ steps }: ClusterStatus): readonly string[] {
  const pools = steps.filter(({ pool }) => pool !== null);
  const current = pools.findIndex(({ phase }) => !isOver(phase));
  const isAtPools = steps.every((step) => step.pool !== null || !movesVersion(step) || isOver(step.phase));
  if (pools.length === 0 || current === -1) return [];
  return isAtPools ? [`pool ${current + 1} of ${pools.length}`] : ['control plane'];
}

/** `stepProgress`, and how long a rollback is possible: of a finished cluster by Azure's own command. */
export function stepInfo(step: StepStatus, now: number, cluster: Phase): string {
  return joinTexts([stepProgress(step), ...rollbackOfferText(step, now, cluster)], ', ');
}

/**
 * "4/9 nodes, blocked by pdb payments/api: ..., draining ..vmss000004 (2 pods left)". Why a decision is required stands
 * at the cluster.
 */
export function stepProgress(step: StepStatus): string {
  const isUntouched = step.phase === 'NotStarted' || step.detail === notReached;
  const counts = step.pool === null || isUntouched ? [] : [nodesText(step)];
  const detail = step.detail === null || step.phase === 'NeedsDecision' ? [] : [step.detail];
  const blocked = step.blockedBy === null ? [] : [`blocked by ${step.blockedBy}`];
  return joinTexts([...counts, ...blocked, ...atWorkText(step), ...detail], ', ');
}

/** A pool without changes has no progress to count; of one that another upgrade left half done it is not known before it begins. */
export function nodesText(step: StepStatus): string {
  const { phase, from, to, nodes } = step;
  const isUncounted = isIdle(step) || (phase === 'NotStarted' && from === to);
  return isUncounted ? plural(nodes.total, 'node') : `${nodes.done}/${nodes.total} nodes`;
}

/** "draining ..vmss000004 (3 pods left)": the node blocked longest, or one that is being changed. */
function atWorkText({ phase, nodeSteps }: StepStatus): readonly string[] {
  const first = nodeSteps?.atWork[0];
  const isUnderWay = phase === 'Running' || phase === 'RollingBack';
  if (!isUnderWay || nodeSteps === undefined || first === undefined) return [];
  const { node, step, podsLeft } = first;
  const left = step === 'draining' && podsLeft !== null ? ` (${plural(podsLeft, 'pod')} left)` : '';
  const others = sum(Object.values(nodeSteps.counts)) - idle(nodeSteps.counts) - 1;
  return [`${step} ..${node.slice(-10)}${left}${others > 0 ? ` and ${others} more` : ''}`];
}

function idle({
  waiting = 0,
  surge = 0,
  done = 0,
  drained = 0,
}: NonNullable<StepStatus['nodeSteps']>['counts']): number {
  return waiting + surge + done + drained;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Its last upgrade ended as it should, with every node ready. */
export function isHealthy({
  phase,
  end = phase === 'Completed' ? 'Succeeded' : undefined,
}: StepStatus): boolean {
  return end === 'Succeeded' && phase !== 'NeedsDecision' && phase !== 'Failed';
}

/** "1.34.1 -> 1.33.5, image 202509.23.0": from the upgrade's target to what the pool had before. */
export function rollbackMove(step: StepStatus): string {
  const { from, to, version, rollbackOffer } = step;
  if (version !== undefined) return `image ${shortImage(to)} -> ${shortImage(from)}`;
  const image = rollbackOffer?.nodeImageVersion ?? '';
  return `${to} -> ${rollbackOffer?.version ?? from}${image === '' ? '' : `, image ${shortImage(image)}`}`;
}

/** "possible for 2d", or why not. */
export function rollbackInfo(step: StepStatus, now: number): string {
  const offer = openRollback(step);
  if (offer === undefined) return step.phase === 'RolledBack' ? 'rolled back already' : '';
  if (offer.until === null) return offer.because === null ? '' : `not possible: ${offer.because}`;
  const left = Date.parse(offer.until) - now;
  return left <= 0 ? 'no longer possible' : `possible for ${formatAge(left)}`;
}

/** Empty for a pool that is running or was not upgraded. */
function rollbackOfferText(step: StepStatus, now: number, cluster: Phase): readonly string[] {
  const { version } = step;
  const rollbackOffer = openRollback(step);
  if (!mayBeUpgraded(step) || rollbackOffer === undefined) return [];
  if (rollbackOffer.until === null)
    return rollbackOffer.because === null ? [] : [`no rollback: ${rollbackOffer.because}`];
  const left = Date.parse(rollbackOffer.until) - now;
  const previous =
    version === undefined ? rollbackOffer.version : `image ${shortImage(rollbackOffer.nodeImageVersion)}`;
  const by = isOver(cluster) ? ' (in Azure, by the command in drydock describe)' : '';
  return left <= 0 ? [] : [`rollback to ${previous} possible for ${formatAge(left)}${by}`];
}

/** Also of what failed, was aborted or skipped on the way: whose node is upgraded may want it back. */
function mayBeUpgraded({ phase, nodes }: StepStatus): boolean {
  if (phase === 'Completed' || phase === 'NeedsDecision') return true;
  return isOver(phase) && phase !== 'RolledBack' && nodes.done > 0;
}

function describeWait({ kind }: WaitingFor): string {
  const texts = {
    gate: 'waiting for approval',
    soak: 'soaking',
    window: 'waiting for the window',
    freeze: 'frozen',
    paused: 'paused',
    lock: 'busy: another operation is in progress',
    drain: 'attention required: drain blocked',
    decision: 'decision required',
  } as const;
  return texts[kind];
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`;
}
