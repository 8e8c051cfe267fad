import { isTooLong, longestWaiverDays } from '#domain/audit/control/waiver-period.ts';
import type { FieldPath, Finding } from './problem/problem.ts';

/** Waivers of a list that end more than a year after `now` (ms); null: that is not asked. */
export function findLongWaivers(
  waivers: readonly { readonly expires: string }[],
  path: FieldPath,
  now: number | null,
): readonly Finding[] {
  if (now === null) return [];
  const message = `expected an end at most ${longestWaiverDays} days from now, ${new Date(now).toISOString().slice(0, 10)}`;
  return waivers.flatMap(({ expires }, index) =>
    isTooLong(expires, now) ? [{ path: [...path, index, 'expires'], message }] : [],
  );
}

/** The same of both lists of a campaign file. */
export function findLongWaiversOfCampaign(
  spec: {
    readonly baseline: { readonly waivers: readonly { readonly expires: string }[] };
    readonly preflight: { readonly removedApisWaivers: readonly { readonly expires: string }[] };
  },
  now: number | null,
): readonly Finding[] {
  return [
    ...findLongWaivers(spec.preflight.removedApisWaivers, ['spec', 'preflight', 'removedApisWaivers'], now),
    ...findLongWaivers(spec.baseline.waivers, ['spec', 'baseline', 'waivers'], now),
  ];
}
