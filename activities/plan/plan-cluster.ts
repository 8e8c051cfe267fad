import { asksForImages, type ClusterTerms } from '#domain/campaign/campaign.ts';
import type { TestedImages } from '#domain/image/promotion.ts';
import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import { stepName, stepWay } from '#domain/plan/contents/step-name.ts';
import { type ClusterOutline, pinnedJourney } from '#domain/plan/outline-plan.ts';
import { planCluster } from '#domain/plan/plan-cluster.ts';
import type { Promotion } from '#domain/plan/steps/plan-images.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { withNewestImages } from '#procedures/read/read-fleet.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface PlanClusterInput extends PacedInput {
  readonly outline: ClusterOutline;
  readonly terms: ClusterTerms;
  /** What the stage before has run of images; null: there is none. Absent: it is not for images. */
  readonly tested?: TestedImages | null;
}

export type PlanClusterAnswer =
  | {
      readonly kind: 'planned';
      readonly plan: ClusterPlan /** What would be done now, in words. */;
      readonly difference: string;
    }
  | { readonly kind: 'stopped' };

/** Plans one cluster again, by the version and the hops that the plan pinned; anyone who asks compares the digests. */
export function planClusterActivity(gateways: Gateways) {
  return async ({ outline, terms, tested = null, pace }: PlanClusterInput): Promise<PlanClusterAnswer> => {
    // Under the campaign's name for it: Azure's may be that of another one, too.
    const { previewApiVersion } = terms.nodePools;
    const found = await gateways.azure.inspectCluster(outline.resourceId, undefined, previewApiVersion);
    const seen = { ...found, name: outline.name };
    if (seen.powerState === 'Stopped') return { kind: 'stopped' };
    const cluster = asksForImages(terms.upgrade)
      ? (await withNewestImages(gateways.azure, [seen]))[0]!
      : seen;
    const offers = await gateways.azure.offers(cluster.subscriptionId, cluster.location);
    const pinned = pinnedJourney(outline, terms.upgrade.type);
    const { plan } = planCluster(
      cluster,
      terms,
      offers,
      [],
      pinned,
      promotionFrom(terms, tested, campaignNow(pace)),
    );
    return { kind: 'planned', plan, difference: describeSteps(plan) };
  };
}

function promotionFrom(
  { upgrade }: ClusterTerms,
  tested: TestedImages | null,
  now: number,
): Promotion | null {
  if (tested === null || upgrade.type !== 'NodeImageOnly') return null;
  return { tested, selection: upgrade.nodeImageSelection, now };
}

function describeSteps({ blocked, steps }: ClusterPlan): string {
  if (blocked.length > 0) return `It would now be skipped: ${blocked.join('; ')}.`;
  const words = steps
    .filter((step) => step.action !== 'none')
    .map((step) => `${stepName(step)} ${stepWay(step)}`);
  return `It would now be: ${words.length === 0 ? 'nothing to change' : words.join(', ')}.`;
}
