import { condition } from '@temporalio/workflow';
import type { Stage } from '#domain/campaign/campaign.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { abort, pause } from '../operator/steer-campaign.ts';
import { type CampaignRun, isAnythingToFollow, isStopped } from '../state/campaign-run.ts';
import { noteOfCampaign } from '../state/journal.ts';
import { publishCampaign } from '../state/publish-campaign.ts';

export type GateEnd = 'passed' | 'rejected' | 'needless';

/**
 * Before the next stage: people other than the starter approve the plan's digest. One that no one answers in time
 * is asked again after a pause, or ends the campaign, as the file says. "rejected" ends the campaign, and so does
 * "needless": all that would follow was skipped, so there is nothing to approve.
 */
export async function passStageGate(run: CampaignRun, stage: Stage): Promise<GateEnd> {
  if (!stage.approval.required) return 'passed';
  for (let wasAsked = false; !isStopped(run); wasAsked = true) {
    if (await staysNeedless(run, stage)) {
      noteNeedless(run, stage.name, wasAsked);
      return 'needless';
    }
    const answer = await ask(run, stage);
    if (answer === 'needless') {
      publishCampaign(run);
      continue;
    }
    if (answer !== 'expired') return answer;
    const reason = `gate ${stage.name}: no approval within ${formatDuration(patienceMs(run, stage) ?? 0)}`;
    if (run.input.scheduledRun !== undefined)
      run.deferredToNextRun = `${reason}; later stages are deferred to the next run`;
    else if (stage.approval.onExpiry === 'Abort') {
      noteOfCampaign(run, 'aborted', reason);
      abort(run, reason);
    } else {
      noteOfCampaign(run, 'paused', reason);
      pause(run, 'rule', 'stage', reason);
    }
    publishCampaign(run);
    await condition(() => run.paused === null || isStopped(run));
  }
  return 'passed';
}

/** While the campaign is paused, what was skipped may still be taken back. */
async function staysNeedless(run: CampaignRun, { name }: Stage): Promise<boolean> {
  await condition(() => run.paused === null || isStopped(run) || isAnythingToFollow(run, name));
  return !isStopped(run) && !isAnythingToFollow(run, name);
}

function noteNeedless(run: CampaignRun, gate: string, wasAsked: boolean): void {
  const target = `gate/${gate}`;
  if (wasAsked)
    noteOfCampaign(
      run,
      'withdrawn',
      `gate ${gate} is withdrawn: nothing is left to begin in later stages`,
      target,
    );
  else
    noteOfCampaign(
      run,
      'not-requested',
      `gate ${gate} not requested: nothing to change in later stages`,
      target,
    );
}

/** In a scheduled run no one is waited for longer than the scheduled run allows. */
function patienceMs(
  { input: { scheduledRun } }: CampaignRun,
  { approval: { expiresMs } }: Stage,
): number | null {
  if (scheduledRun === undefined) return expiresMs;
  return Math.min(expiresMs ?? scheduledRun.decideWithinMs, scheduledRun.decideWithinMs);
}

async function ask(run: CampaignRun, stage: Stage): Promise<GateEnd | 'expired'> {
  const { name } = stage;
  const patience = patienceMs(run, stage);
  const until = patience === null ? null : run.clock.now() + patience;
  run.gate = { name, approvedBy: [] };
  run.gateDecision = null;
  run.waitingFor = {
    kind: 'gate',
    name,
    since: run.clock.iso(),
    until: until === null ? null : run.clock.iso(until),
    act: `drydock approve ${run.input.campaign.name} --gate ${name} --reason TEXT`,
  };
  noteOfCampaign(run, 'asked', `approval requested to proceed past stage ${name}`, `gate/${name}`);
  publishCampaign(run);
  const isNeedless = () => !isAnythingToFollow(run, name);
  const isAnswered = () => run.gateDecision !== null || isStopped(run) || isNeedless();
  if (until === null) await condition(isAnswered);
  else await run.clock.waitUntil(until, `Gate ${name} waits for an approval`, isAnswered);
  run.gate = null;
  run.waitingFor = null;
  if (isStopped(run)) return 'passed';
  const verb = decided(run);
  if (verb === undefined) return isNeedless() ? 'needless' : 'expired';
  return verb === 'reject' ? 'rejected' : 'passed';
}

function decided(run: CampaignRun): string | undefined {
  return run.gateDecision?.verb;
}
