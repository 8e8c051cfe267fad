import { condition } from '@temporalio/workflow';
import type { Stage } from '#domain/campaign/campaign.ts';
import { formatDuration } from '#domain/campaign/duration.ts';
import { type CampaignRun, isStopped } from './campaign-run.ts';
import { publishCampaign } from './publish-campaign.ts';

/** After a stage: its soak. A durable wait that an abort ends. */
export async function soakStage(run: CampaignRun, stage: Stage): Promise<void> {
  if (stage.soakMs === 0 || isStopped(run)) return;
  const until = run.clock.now() + stage.soakMs;
  const { name } = stage;
  run.waitingFor = {
    kind: 'soak',
    name,
    since: run.clock.iso(),
    until: run.clock.iso(until),
    act: 'goes on by itself',
  };
  publishCampaign(run);
  await run.clock.waitUntil(until, `Soak after stage ${name} for ${formatDuration(stage.soakMs)}`, () =>
    isStopped(run),
  );
  run.waitingFor = null;
}

/** Before the next stage: somebody other than the starter approves the plan's digest. "rejected" ends the campaign. */
export async function passStageGate(run: CampaignRun, stage: Stage): Promise<'passed' | 'rejected'> {
  if (!stage.approval.required || isStopped(run)) return 'passed';
  const { name } = stage;
  run.gate = name;
  run.gateDecision = null;
  const act = `drydock approve ${run.input.campaign.name} --gate ${name} --reason TEXT`;
  run.waitingFor = { kind: 'gate', name, since: run.clock.iso(), until: null, act };
  publishCampaign(run);
  await condition(() => run.gateDecision !== null || isStopped(run));
  run.gate = null;
  run.waitingFor = null;
  return decided(run) === 'reject' ? 'rejected' : 'passed';
}

function decided(run: CampaignRun): string | undefined {
  return run.gateDecision?.verb;
}
