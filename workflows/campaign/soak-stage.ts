import type { Stage } from '#domain/campaign/campaign.ts';
import { hasSomethingToSoak } from '#domain/outcome/stage-soak.ts';
import { actOfSoak, answersToSoak } from '#domain/status/actions.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { type CampaignRun, isStopped } from '../state/campaign-run.ts';
import { publishCampaign } from '../state/publish-campaign.ts';

/** After a stage: its soak. A durable wait that an abort or a promotion ends. Where nothing soaks its gate stays: approvers decide it. */
export async function soakStage(run: CampaignRun, stage: Stage): Promise<void> {
  const { name } = stage;
  const { soaksAcrossRuns, upgrade } = run.input.campaign;
  const clusters = run.clusters.filter((cluster) => cluster.stage === name);
  if (stage.soakMs === 0 || isStopped(run) || !hasSomethingToSoak(upgrade.type, clusters)) return;
  const until = run.clock.now() + stage.soakMs;
  const soak = { stage: name, since: run.clock.iso(), until: run.clock.iso(until), endedAt: null };
  if (soaksAcrossRuns) {
    run.soaks = [...run.soaks, soak];
    return;
  }
  run.promoted = false;
  run.waitingFor = {
    kind: 'soak',
    name,
    since: soak.since,
    until: soak.until,
    act: actOfSoak(answersToSoak(run.input.campaign.name, `stage/${name}`)),
  };
  publishCampaign(run);
  const summary = `Soak after stage ${name} for ${formatDuration(stage.soakMs)}`;
  const end = await run.clock.waitUntil(until, summary, () => isStopped(run) || run.promoted);
  run.waitingFor = null;
  // Simulated time may end a rounding error early.
  const endedAt = end === 'elapsed' ? Math.max(until, run.clock.now()) : run.clock.now();
  run.soaks = [...run.soaks, { ...soak, endedAt: run.clock.iso(endedAt) }];
}
