import type { Campaign } from '../../campaign/campaign.ts';
import { nodeMethod } from '../../reboot/node-reboot-method.ts';
import { canonicalJson, digestText } from '../../text/digest.ts';
import type { CampaignPlan, ClusterPlan, PlanStep } from './plan.ts';
import { isForImage } from './replaces-nodes.ts';

/** 160 bits, for a line for each of hundreds of clusters has to stay short. */
const clusterDigestLength = 40;

/**
 * Of one cluster, in hex: whether it takes part, and its steps with versions, order and strategy. Counts of nodes,
 * surge, images, warnings and the wording of reasons may change without making an approval void; so a pool whose image
 * is the newest counts as one that gets it, for the next image may come out any day.
 */
export function digestCluster(plan: Omit<ClusterPlan, 'digest'>): string {
  const whole = digestText(
    canonicalJson({
      resourceId: plan.resourceId.toLowerCase(),
      takesPart: plan.blocked.length === 0,
      steps: agreedSteps(plan.steps).map((step) => {
        const { pool, from, to, strategy, reboot, migration } = step;
        const more = { ...(reboot && { reboot }), ...(migration && { migration }) };
        return { action: agreedAction(step), pool, from, to, strategy, ...more };
      }),
    }),
  );
  return whole.slice('sha256:'.length).slice(0, clusterDigestLength);
}

/**
 * A channel is suspended where anything is done. In campaigns for images and reboots that goes by which pools are current:
 * the next image may make it so any day, and the file's text has said whether it may be suspended.
 */
function agreedSteps(steps: readonly PlanStep[]): readonly PlanStep[] {
  const movesVersions = steps.some(
    ({ action }) => action === 'upgrade-control-plane' || action === 'upgrade-node-pool',
  );
  if (movesVersions) return steps;
  return steps.filter(({ action }) => action !== 'suspend-auto-upgrade' && action !== 'resume-auto-upgrade');
}

function agreedAction(step: PlanStep): PlanStep['action'] {
  if (!isForImage(step)) return step.action;
  // Where both are allowed, the next image may come out any day too.
  return nodeMethod(step.reboot?.methods ?? []) === null ? 'upgrade-node-image' : 'reboot-node-pool';
}

/**
 * Of the whole: everything that a campaign acts by, the plan of each cluster, and the clock that its waits run on. An
 * approval binds to it (house rule of change). Only the name is no part: `--id` starts what was reviewed, under another one.
 */
export function digestPlan(
  campaign: Campaign,
  specDigest: string,
  { target, stages, pace }: Pick<CampaignPlan, 'target' | 'stages' | 'pace'>,
): string {
  const { name: _, ...terms } = campaign;
  return digestText(
    canonicalJson({
      terms,
      specDigest,
      target,
      pace,
      stages: stages.map(({ name, gates, soak, window, clusters }) => ({
        name,
        gates,
        soak,
        window,
        clusters: clusters.map(({ digest }) => digest),
      })),
    }),
  );
}
