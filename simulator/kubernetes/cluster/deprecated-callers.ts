import { z } from 'zod';
import { durationMs, durationText } from '../../values/duration.ts';

/** A caller of a deprecated API version: only the counters of the API server are simulated. */
export const deprecatedCallSchema = z.strictObject({
  group: z.string().default(''),
  version: z.string(),
  resource: z.string(),
  subresource: z.string().default(''),
  removedRelease: z.string().default(''),
  requests: z.record(z.string(), z.int().min(0)).default({}).describe('by verb: LIST, PATCH, ...'),
  every: durationText
    .optional()
    .describe(
      'each verb once more at this interval, until its callers are fixed; absent: the calls have stopped',
    ),
});

export type DeprecatedCall = z.output<typeof deprecatedCallSchema>;

/** Who calls, and since when the API server counts; epoch ms. */
export interface Callers {
  readonly calls: readonly DeprecatedCall[];
  /** When its process started. */
  readonly startedMs: number;
  /** Null: they continue. */
  readonly stoppedMs: number | null;
}

const reading = ['GET', 'LIST', 'WATCH', 'WATCHLIST'];

/** What the API server has counted by now. */
export function countedCalls(
  { calls, startedMs, stoppedMs }: Callers,
  nowMs: number,
): readonly DeprecatedCall[] {
  return calls.map((call) => {
    if (call.every === undefined) return call;
    const more = Math.floor((Math.min(nowMs, stoppedMs ?? nowMs) - startedMs) / durationMs(call.every));
    const requests = Object.entries(call.requests).map(([verb, count]) => [verb, count + Math.max(0, more)]);
    return { ...call, requests: Object.fromEntries(requests) as DeprecatedCall['requests'] };
  });
}

/** A new process counts from zero, and calls of versions that it no longer serves are not counted. */
export function afterRestart({ calls, stoppedMs }: Callers, minor: number, nowMs: number): Callers {
  const left = stoppedMs === null ? calls : [];
  return {
    calls: left
      .filter(({ every, removedRelease }) => every !== undefined && !(minorOf(removedRelease) <= minor))
      .map((call) => ({
        ...call,
        requests: Object.fromEntries(Object.keys(call.requests).map((verb) => [verb, 0])),
      })),
    startedMs: nowMs,
    stoppedMs: null,
  };
}

/** A write through a version that the minor no longer serves, and when it was last seen: what AKS checks. */
export interface RecentWrite {
  /** "policy.poddisruptionbudgets.v1beta1" */
  readonly api: string;
  readonly atMs: number;
}

/** Writes after `fromMs` through versions that the minor no longer serves. */
export function writesAfter(
  { calls, stoppedMs }: Callers,
  minor: number,
  fromMs: number,
  nowMs: number,
): readonly RecentWrite[] {
  const atMs = stoppedMs ?? nowMs;
  if (atMs < fromMs) return [];
  return calls
    .filter(
      ({ every, requests, removedRelease }) =>
        every !== undefined &&
        minorOf(removedRelease) <= minor &&
        Object.keys(requests).some((verb) => !reading.includes(verb)),
    )
    .map(({ group, resource, version }) => ({ api: `${group}.${resource}.${version}`, atMs }));
}

function minorOf(release: string): number {
  return Number(release.split('.')[1] ?? Number.NaN);
}
