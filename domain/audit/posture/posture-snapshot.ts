import { digestText } from '../../text/digest.ts';
import { fingerprint } from '../../text/name-fingerprint.ts';
import type { Audit } from '../audit.ts';
import type { AuditedCluster } from '../cluster/audited-cluster.ts';
import type { Severity } from '../control/control.ts';
import {
  type Deviation,
  describeDeviation,
  deviationsOf,
  isComparable,
  rankOf,
  undecidedOf,
} from './deviations.ts';
import { type ProtectingSettings, protectingSettings } from './posture-settings.ts';

/** How safe a cluster was at one moment, in short: for people, and to be kept in history. */
export interface PostureFigures {
  /** Campaign time, RFC 3339 UTC. */
  readonly at: string;
  /** Of everything that deviates; two with the same one are alike. */
  readonly digest: string;
  /** What deviates and is not waived, by severity. */
  readonly counts: Readonly<Partial<Record<Severity, number>>>;
  /** How many are unknown. */
  readonly unknown: number;
  /** The worst few, in words. */
  readonly first: readonly string[];
}

/**
 * What a later audit is compared with: at most about 40 KB, whatever the size of the cluster, because it travels through
 * history.
 */
export interface PostureSnapshot extends PostureFigures {
  /** What was judged: a control that is new, or did not apply, had nothing to say before. */
  readonly controls: readonly string[];
  /** Fingerprints of what deviates by the threshold or more, eight letters each, one after the other. */
  readonly known: string;
  /** Fingerprints of what is unknown, as in `known`. */
  readonly undecided: string;
  /** By control, of what is in `known` or did not fit into it. */
  readonly deviating: Readonly<Record<string, number>>;
  /** Not everything fitted into `known` or `undecided`: then numbers decide. */
  readonly isOverfull: boolean;
  readonly settings: ProtectingSettings;
  /** The policy that pods were judged by: a newer one asks for more, which makes no pod worse. */
  readonly pssMinor: number;
}

export const mostKept = 2000;
const mostFirst = 5;

/** How an audit names a part of the cluster that could not be read. */
export const allOfIt = 'Cluster';

/** Of a cluster and its audit. */
export function takeSnapshot(
  audit: Audit,
  { arm, pssMinor, now }: Pick<AuditedCluster, 'arm' | 'pssMinor' | 'now'>,
  threshold: Severity,
): PostureSnapshot {
  const heavy = deviationsOf(audit, 'all').filter(({ severity }) => weighs(severity, threshold));
  const known = [...new Set(heavy.flatMap((each) => violationKeys(each, each.severity)))];
  const parts = undecidedOf(audit).toSorted((a, b) => wholeFirst(a) - wholeFirst(b));
  const undecided = [...new Set(parts.map(undecidedKey))];
  return {
    ...figuresOf(audit, now),
    controls: audit.controls.filter(({ id }) => isComparable(id)).map(({ id }) => id),
    known: known.slice(0, mostKept).join(''),
    undecided: undecided.slice(0, mostKept).join(''),
    deviating: countBy(heavy),
    isOverfull: known.length > mostKept || undecided.length > mostKept,
    settings: protectingSettings(arm),
    pssMinor,
  };
}

function wholeFirst({ resource }: Deviation): number {
  return resource === allOfIt ? 0 : 1;
}

export function figuresOf(audit: Audit, at: number): PostureFigures {
  const open = deviationsOf(audit, 'open');
  const undecided = undecidedOf(audit);
  const keys = [
    ...open.flatMap((each) => violationKeys(each, each.severity)),
    ...undecided.map(undecidedKey),
  ];
  const counts = Map.groupBy(open, ({ severity }) => severity);
  return {
    at: new Date(at).toISOString(),
    digest: digestText(keys.toSorted().join('')),
    counts: Object.fromEntries([...counts].map(([severity, found]) => [severity, found.length])),
    unknown: undecided.length,
    first: open.slice(0, mostFirst).map(describeDeviation),
  };
}

/** By which each violation of a deviation is known again, as one of a severity. */
export function violationKeys(
  { control, resource, container, facts = [''] }: Deviation,
  severity: Severity,
): readonly string[] {
  return facts.map((fact) => fingerprint(JSON.stringify([severity, control, resource, container, fact])));
}

export function undecidedKey({ control, resource, container }: Deviation): string {
  return fingerprint(JSON.stringify(['undecided', control, resource, container]));
}

/** Whether a severity is the other or worse. */
export function weighs(severity: Severity, threshold: Severity): boolean {
  return rankOf(severity) <= rankOf(threshold);
}

export function countBy(found: readonly Deviation[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(found, ({ control }) => control ?? 'setting');
  return Object.fromEntries([...groups].map(([control, members]) => [control, members.length]));
}
