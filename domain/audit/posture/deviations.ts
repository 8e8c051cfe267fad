import type { Audit, Evidence } from '../audit.ts';
import { type Severity, severities } from '../control/control.ts';
import { whyNotAfter } from '../control/control-phases.ts';

/** One deviation, by what does not change when pods are drained and recreated. */
export interface Deviation {
  /** null: a setting that no control judges. */
  readonly control: string | null;
  readonly resource: string;
  /** Or the subject of a binding. */
  readonly container: string | null;
  readonly severity: Severity;
  readonly reason: string;
  /** What of the object violates the control, where there may be several ways. */
  readonly facts?: readonly string[];
}

/** What deviates from the controls that are judged after an upgrade, the worst first: waived or not, warnings and failures alike; notes of controls that pass are none. */
export function deviationsOf(
  { controls }: Audit,
  which: 'open' | 'all',
): readonly (Deviation & { readonly control: string })[] {
  return controls
    .filter(({ id, status }) => isComparable(id) && status !== 'PASS' && status !== 'NOT_APPLICABLE')
    .flatMap(({ id, evidence }) =>
      evidence
        .filter(({ waived, severity }) => severity !== 'info' && (which === 'all' || waived === undefined))
        .map((each) => deviation(id, each)),
    )
    .toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity));
}

/** What is unknown of these controls. */
export function undecidedOf({ controls }: Audit): readonly (Deviation & { readonly control: string })[] {
  return controls
    .filter(({ id }) => isComparable(id))
    .flatMap(({ id, undecided }) => undecided.map((each) => deviation(id, each)));
}

/** Whether the result of a control after an upgrade counts against it. */
export function isComparable(control: string): boolean {
  return whyNotAfter(control) === null;
}

/** 0 is the worst. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

/** "SB-POD-03 (medium) Pod/shop/web main: it runs as root" */
export function describeDeviation({ control, resource, container, severity, reason }: Deviation): string {
  const what = container === null ? resource : `${resource} ${container}`;
  return `${control ?? 'setting'} (${severity}) ${what}: ${reason}`;
}

function deviation(control: string, { resource, container, subject, severity, reason, facts }: Evidence) {
  const who = container ?? subject ?? null;
  return { control, resource, container: who, severity, reason, ...(facts && { facts }) };
}
