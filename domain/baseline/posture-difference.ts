import type { Audit, Evidence } from './audit.ts';
import { type Severity, severities } from './control.ts';

/** One deviation, by what does not change when pods are drained and made anew. */
interface PostureChange {
  readonly control: string;
  readonly resource: string;
  readonly container: string | null;
  readonly severity: Severity;
  readonly reason: string;
}

/** How a cluster's posture differs from the one before a change. */
export interface PostureDifference {
  /** Deviations that were not there, or weighed less. */
  readonly worse: readonly PostureChange[];
  /** What could be told before and no longer can. */
  readonly lost: readonly PostureChange[];
  /** Deviations that are no longer there. */
  readonly better: readonly PostureChange[];
}

export type PostureVerdict =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'hold'; readonly changes: readonly PostureChange[] };

/**
 * Compares two audits of one cluster by control, resource and container. What fails before and after is no change, whatever
 * words it has; what a waiver covers afterwards is none either.
 */
export function comparePosture(before: Audit, after: Audit): PostureDifference {
  const [failedBefore, failsNow] = [deviationsOf(before), deviationsOf(after)];
  const unknownBefore = undecidedOf(before);
  return {
    worse: [...failsNow].flatMap(([key, now]) => {
      const then = failedBefore.get(key);
      return then === undefined || weighs(now.severity, then.severity) ? [now] : [];
    }),
    lost: [...undecidedOf(after)].flatMap(([key, now]) => (unknownBefore.has(key) ? [] : [now])),
    better: [...failedBefore].flatMap(([key, then]) => (failsNow.has(key) ? [] : [then])),
  };
}

/** What became worse by at least the threshold holds, and so does what can no longer be told. `expected`: controls that the change itself disturbs. */
export function judgePosture(
  { worse, lost }: PostureDifference,
  threshold: Severity,
  expected: readonly string[] = [],
): PostureVerdict {
  const changes = [...worse.filter(({ severity }) => !weighs(threshold, severity)), ...lost].filter(
    ({ control }) => !expected.includes(control),
  );
  return changes.length === 0 ? { outcome: 'pass' } : { outcome: 'hold', changes };
}

type Changes = ReadonlyMap<string, PostureChange>;

/** Warnings and failures alike; notes of controls that pass are none. */
function deviationsOf({ controls }: Audit): Changes {
  const deviating = controls.filter(({ status }) => status !== 'PASS' && status !== 'NOT_APPLICABLE');
  return keyed(
    deviating.flatMap(({ id, evidence }) => evidence.filter(isOpen).map((each) => changeOf(id, each))),
  );
}

function undecidedOf({ controls }: Audit): Changes {
  return keyed(controls.flatMap(({ id, undecided }) => undecided.map((each) => changeOf(id, each))));
}

function isOpen({ waived, severity }: Evidence): boolean {
  return waived === undefined && severity !== 'info';
}

function changeOf(control: string, { resource, container, severity, reason }: Evidence): PostureChange {
  return { control, resource, container: container ?? null, severity, reason };
}

function keyed(changes: readonly PostureChange[]): Changes {
  return new Map(
    changes.map((each) => [JSON.stringify([each.control, each.resource, each.container]), each]),
  );
}

/** Whether a severity is worse than another. */
function weighs(severity: Severity, than: Severity): boolean {
  return severities.indexOf(severity) < severities.indexOf(than);
}
