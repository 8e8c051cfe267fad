import { log, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index.ts';
import { commonImages } from '#domain/image/image-kind.ts';
import { type TestedImages, testedImages } from '#domain/image/promotion.ts';
import { isFault } from '#domain/status/stage-phase.ts';
import { activityOptions } from '../activity-options.ts';
import { readFailure } from '../read-failure.ts';
import type { CampaignCluster } from '../state/campaign-cluster.ts';
import type { CampaignRun } from '../state/campaign-run.ts';

/**
 * What images the stage of this index may take over: null, where there is none before it. What the record does not say is
 * blocked where the file says Consistent.
 */
export async function findTested(run: CampaignRun, index: number): Promise<TestedImages | null | undefined> {
  const { stages, upgrade, soaksAcrossRuns } = run.input.campaign;
  if (upgrade.type !== 'NodeImageOnly') return undefined;
  const stage = stages[index - 1];
  if (stage === undefined) return null;
  const own = soaksAcrossRuns ? [] : run.soakedImages;
  const before = { name: stage.name, soakMs: stage.soakMs, stageKey: keyOf(run, stage.name) };
  try {
    return await reading(run).findTestedImages.executeWithOptions(
      { summary: `Which images has stage ${stage.name} run?` },
      [{ before, own, pace: run.input.pace }],
    );
  } catch (thrown) {
    log.warn("the fleet's record could not be read", { message: readFailure(thrown).message });
    return testedImages([], before, own);
  }
}

/** Keeps what a stage has run, for its own campaign and for those after it. That it could not be kept stops nothing. */
export async function noteStage(run: CampaignRun, name: string, isSoaked: boolean): Promise<void> {
  const { campaign, pace } = run.input;
  if (campaign.upgrade.type !== 'NodeImageOnly') return;
  const clusters = run.clusters.filter((cluster) => cluster.stage === name);
  const images = commonImages(clusters.filter(hasRun).map(imagesOf));
  if (isSoaked) run.soakedImages = images;
  const faulty = clusters.filter((cluster) => isFault(cluster) || cluster.cutShort);
  const trouble = faulty.length === 0 ? null : tellTrouble(faulty);
  const noted = trouble === null ? images : [...new Set(clusters.flatMap(imagesOf))];
  if (noted.length === 0) return;
  const at = run.clock.now();
  try {
    await reading(run).noteStage.executeWithOptions(
      { summary: `Keep what stage ${name} has run`, scheduleToCloseTimeout: patienceMs },
      [{ run: { stageKey: keyOf(run, name), images: noted, at, isSoaked, trouble }, pace }],
    );
  } catch (thrown) {
    log.warn('what the stage has run could not be kept', { message: readFailure(thrown).message });
  }
}

const patienceMs = 60_000;
const mostNamed = 3;

function hasRun({ phase, cutShort }: CampaignCluster): boolean {
  return phase === 'Completed' && !cutShort;
}

function tellTrouble(faulty: readonly CampaignCluster[]): string {
  const shown = faulty
    .slice(0, mostNamed)
    .map(({ plan, phase, cutShort }) => `${plan.name} ${cutShort ? 'soak cut short' : phase}`);
  const more = faulty.length > shown.length ? ` and ${faulty.length - shown.length} more` : '';
  return `${shown.join(', ')}${more}`;
}

function imagesOf({ images, plan }: CampaignCluster): readonly string[] {
  return images ?? plan.images ?? [];
}

function keyOf({ plan }: CampaignRun, stage: string): string {
  return plan?.stages.find(({ name }) => name === stage)?.key ?? stage;
}

function reading({ input }: CampaignRun) {
  return proxyActivities<Activities>(activityOptions(input.tuning).read);
}
