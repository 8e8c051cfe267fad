import type { Cluster, Fleet, OfferedMinor } from '#domain/fleet/fleet.ts';

type OfferOver = Partial<Omit<OfferedMinor, 'minor' | 'patches'>>;

/** One minor on offer: `anOffer('1.33', { '1.33.5': ['1.33.6', '1.34.1'] })`. */
export function anOffer(
  minor: string,
  patches: Readonly<Record<string, readonly string[]>>,
  over: OfferOver = {},
): OfferedMinor {
  return {
    minor,
    isPreview: false,
    supportPlans: ['KubernetesOfficial', 'AKSLongTermSupport'],
    patches,
    ...over,
  };
}

/** 1.32 for long-term support only, 1.33 and 1.34 with two patches each, 1.35 as a preview. */
export const usualOffers: readonly OfferedMinor[] = [
  anOffer('1.32', { '1.32.9': ['1.33.5', '1.33.6'] }, { supportPlans: ['AKSLongTermSupport'] }),
  anOffer('1.33', { '1.33.5': ['1.33.6', '1.34.0', '1.34.1'], '1.33.6': ['1.34.0', '1.34.1'] }),
  anOffer('1.34', { '1.34.0': ['1.34.1', '1.35.0'], '1.34.1': ['1.35.0'] }),
  anOffer('1.35', { '1.35.0': [] }, { isPreview: true }),
];

/** These clusters, and the usual offers in every location they are in. */
export function aFleet(clusters: readonly Cluster[], offers: Fleet['offers'] = {}): Fleet {
  const usual = Object.fromEntries(clusters.map(({ location }) => [location, usualOffers]));
  return { readAt: '2026-11-20T08:00:00Z', clusters, offers: { ...usual, ...offers } };
}
