import type { PostureReport } from '#domain/audit/posture/posture-difference.ts';
import { describePosture, describePostureChanges } from '#domain/audit/posture/posture-messages.ts';
import { campaignWorkflowId } from '#domain/fleet/ids.ts';
import type { ClusterReport } from '#domain/status/cluster-report.ts';
import { notReached } from '#domain/status/stage-phase.ts';
import type { ForceStatus, StepStatus, WaitingFor } from '#domain/status/status.ts';
import { says } from '#domain/text/sentences.ts';
import { shortImage } from '#domain/version/node-image.ts';
import { lastMoment, restoreBlock } from './foot.ts';
import { type Block, code, moment, page, phaseText, plain, table } from './markdown.ts';

export interface ClusterPageInput {
  readonly name: string;
  readonly stage: string;
  readonly campaign: string;
  readonly report: ClusterReport;
  readonly at: string;
  readonly pace: { readonly speed: number } | null;
}

/** A cluster's page in the Temporal UI: its steps, what it waits for, and why. */
export function clusterPage({ name, stage, campaign, report, at, pace }: ClusterPageInput): string {
  return page([
    [`## ${phaseText(report.phase)}: ${plain(name)}`],
    [`Stage ${plain(stage)} of ${campaignLink(campaign)}, which takes the updates.`],
    lastMoment(at, pace),
    report.reason === null ? [] : [`**Why:** ${plain(report.reason, 400)}`],
    ...report.waitingFor.map(waitBlock),
    forceBlock(report.force),
    postureBlock(report.posture),
    table(
      ['Step', 'State', 'Version', 'Since', 'Detail'],
      report.steps.map((step) => stepRow(step, report)),
    ),
    restoreBlock(report.notRestored),
  ]);
}

/** Names of objects are other people's. */
function postureBlock(posture: PostureReport | undefined): Block {
  if (posture === undefined) return [];
  const changes = [...describePostureChanges(posture), ...posture.voidWaivers];
  return [
    `**Security:** ${plain(describePosture(posture))}`,
    ...(changes.length === 0 ? [] : ['']),
    ...changes.map((each) => `- ${plain(each, 200)}`),
  ];
}

/** The UI puts its own namespace in. */
function campaignLink(campaign: string): string {
  const id = encodeURIComponent(campaignWorkflowId(campaign));
  return `[campaign ${plain(campaign)}](namespaces/{namespace}/workflows/${id})`;
}

/** What the reason of the cluster or a wait has in full is not repeated. */
function stepRow(step: StepStatus, { reason, waitingFor }: ClusterReport): readonly string[] {
  const since = step.finishedAt ?? step.startedAt;
  const above = [reason ?? '', ...waitingFor.map(({ act }) => act)];
  const isAbove = [step.blockedBy, step.detail].some(
    (text) => text !== null && text !== notReached && above.some((each) => says(each, text)),
  );
  return [
    plain(step.name),
    phaseText(step.phase),
    plain(wayText(step)),
    since === null ? '' : moment(since),
    isAbove ? 'see above' : plain(detailText(step), step.blockedBy === null ? 80 : 200),
  ];
}

function detailText(step: StepStatus): string {
  const blocked = step.blockedBy === null ? null : `blocked by ${step.blockedBy}`;
  if (step.phase === 'RollingBack' && blocked !== null) return `${step.detail ?? 'going back'}, ${blocked}`;
  return step.detail ?? blocked ?? rollbackOfferText(step);
}

function rollbackOfferText({ phase, version, rollbackOffer }: StepStatus): string {
  if (phase !== 'Completed' || rollbackOffer === undefined) return '';
  if (rollbackOffer.until === null)
    return rollbackOffer.because === null ? '' : `no rollback: ${rollbackOffer.because}`;
  return `rollback to ${version === undefined ? rollbackOffer.version : shortImage(rollbackOffer.nodeImageVersion)} until ${moment(rollbackOffer.until)}`;
}

function wayText({ from, to, version }: StepStatus): string {
  const [before, after] = version === undefined ? [from, to] : [shortImage(from), shortImage(to)];
  return before === after ? after : `${before} → ${after}`;
}

function forceBlock(force: ForceStatus | undefined): Block {
  if (force === undefined) return [];
  const { step, until, by, reason } = force;
  const when = until === null ? 'allowed, and not switched on yet' : `until ${moment(until)}`;
  return [`**Force:** ${plain(step)} ${when}, by ${plain(by, 32)}: ${plain(reason, 64)}`];
}

/** What to do is either a command, to be copied, or a sentence. */
function waitBlock({ kind, name, since, until, act }: WaitingFor): Block {
  const end = until === null ? '' : ` until ${moment(until)}`;
  const what = act.startsWith('drydock ') ? code(act) : plain(act);
  return [`**Waits:** ${kind} of ${plain(name)} since ${moment(since)}${end}: ${what}`];
}
