/** A Kubernetes version as a region offers it. */
export interface OfferedVersion {
  readonly version: string;
  readonly isPreview: boolean;
  readonly isLtsOnly: boolean;
}

const everywhere: readonly OfferedVersion[] = [
  { version: '1.32.9', isPreview: false, isLtsOnly: true },
  { version: '1.33.5', isPreview: false, isLtsOnly: false },
  { version: '1.33.6', isPreview: false, isLtsOnly: false },
  { version: '1.34.0', isPreview: false, isLtsOnly: false },
  { version: '1.34.1', isPreview: false, isLtsOnly: false },
  { version: '1.35.0', isPreview: true, isLtsOnly: false },
  { version: '1.35.5', isPreview: false, isLtsOnly: false },
  { version: '1.36.1', isPreview: false, isLtsOnly: false },
  { version: '1.37.0', isPreview: true, isLtsOnly: false },
];

/** Regions that differ from the rest; a fleet file may add its own. */
const byRegion: Readonly<Record<string, readonly OfferedVersion[]>> = {
  northeurope: everywhere.filter((offer) => offer.version !== '1.34.1'),
};

export function offeredIn(region: string): readonly OfferedVersion[] {
  return byRegion[region.toLowerCase()] ?? everywhere;
}

export function minorOf(version: string): number {
  return Number(version.split('.')[1] ?? Number.NaN);
}

/** Below zero where `left` is older than `right`. Versions are `major.minor.patch`. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left.split('.').map(Number), right.split('.').map(Number)];
  for (const index of [0, 1, 2]) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The full version that a wish means: `1.34` is the newest patch on offer, or the current one if it has that minor.
 * Undefined where the region does not offer it; the current version is always accepted.
 */
export function resolveVersion(wish: string, current: string, region: string): string | undefined {
  if (wish === current || current.startsWith(`${wish}.`)) return current;
  const offers = offeredIn(region).map((offer) => offer.version);
  if (wish.split('.').length === 3) return offers.find((version) => version === wish);
  const ofMinor = offers.filter((version) => version.startsWith(`${wish}.`));
  return ofMinor.toSorted(compareVersions).at(-1);
}

/** What may follow `current`: newer patches of its minor and every version of the next one. */
export function upgradesFrom(current: string, region: string): readonly OfferedVersion[] {
  return offeredIn(region).filter(
    ({ version }) => compareVersions(version, current) > 0 && minorOf(version) - minorOf(current) <= 1,
  );
}
