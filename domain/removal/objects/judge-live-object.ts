import type { ApiKind } from '../catalogue/life-of-api.ts';
import { type Actor, joinActors } from '../findings/actor.ts';
import { type AksStop, judgeAksStop, neverStops } from '../findings/aks-stop.ts';
import { judgeUse, type ScanMode } from '../findings/judge-use.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';

/** Who last wrote an object through an API version; an entry of metadata.managedFields. */
export interface LiveWrite {
  readonly manager: string;
  readonly apiVersion: string;
  /** Ms since the epoch; 0: it does not say. */
  readonly at: number;
  /** Of its status or scale: such a write says nothing of who keeps the object itself. */
  readonly isOfSubresource: boolean;
}

/** An object of a cluster, from its metadata. */
export interface LiveObject {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  /** What kubectl.kubernetes.io/last-applied-configuration was written as; null: it is not there, or unreadable. */
  readonly lastApplied: ApiKind | null;
  readonly writes: readonly LiveWrite[];
  /** What its labels and annotations say of who has to change it. */
  readonly who: readonly Actor[];
}

/** A client that wrote an object within this time will probably do so again. */
const recentMs = 30 * 86_400_000;
const clientSideApply = 'kubectl-client-side-apply';

interface Trace {
  readonly used: ApiKind;
  readonly source: 'last-applied' | 'managed-fields';
  readonly evidence: string;
  /** Whether it is probably only the remains of a past use. */
  readonly isResidue: boolean;
  /** Who wrote it through the version, and when (ms since the epoch); null: unknown. */
  readonly writer: string | null;
  readonly at: number | null;
}

/**
 * Who wrote the object through versions that end. An object has no version of its own: what counts is what its writers
 * say. A use that looks over (a newer write of the same manager, or none for 30 days) blocks nothing: WARN at most.
 * `now`: ms since the epoch.
 */
export function judgeLiveObject(
  object: LiveObject,
  minor: number,
  mode: ScanMode,
  now: number,
): readonly RemovalFinding[] {
  const { kind, namespace, name, lastApplied, writes } = object;
  // Most objects: words are made only for the others.
  const isOld = ({ apiVersion }: { readonly apiVersion: string }) =>
    judgeUse({ apiVersion, kind }, minor, mode) !== null;
  if (!writes.some(isOld) && (lastApplied === null || !isOld(lastApplied))) return [];
  return [...appliedTraces(object), ...writeTraces(object, now)].flatMap(
    ({ used, source, evidence, isResidue, writer, at }): readonly RemovalFinding[] => {
      const judged = judgeUse(used, minor, mode);
      if (judged === null) return [];
      const severity = isResidue && judged.severity === 'BLOCK' ? 'WARN' : judged.severity;
      const location = [kind, ...(namespace === null ? [] : [namespace]), name].join('/');
      const who = writer === null ? object.who : joinActors([{ as: 'writer', name: writer }], object.who);
      const lastSeen = at === null ? null : new Date(at).toISOString();
      const aks = stopOf(at, judged.rule === 'removed-api', minor, now);
      const place = { ...used, feature: null, namespace, name, source, location, evidence };
      return [{ ...judged, severity, ...place, who, lastSeen, aks, waived: null }];
    },
  );
}

function stopOf(at: number | null, isGone: boolean, minor: number, now: number): AksStop {
  return at === null
    ? neverStops
    : judgeAksStop({ hasWritten: true, last: at, since: null }, { isGone }, minor, now);
}

function appliedTraces({ kind, lastApplied, writes }: LiveObject): readonly Trace[] {
  if (lastApplied === null || lastApplied.kind !== kind) return [];
  const { apiVersion } = lastApplied;
  const applied = latest(writes.filter(({ manager }) => manager === clientSideApply));
  const isResidue =
    applied !== null && applied.apiVersion !== apiVersion
      ? true
      : writes.some(
          (write) =>
            !write.isOfSubresource && write.apiVersion !== apiVersion && write.at > (applied?.at ?? 0),
        );
  const since = isResidue ? '; written by others since' : '';
  return [
    {
      used: lastApplied,
      source: 'last-applied',
      evidence: `last applied by kubectl as ${apiVersion}${since}`,
      isResidue,
      writer: null,
      at: null,
    },
  ];
}

function writeTraces({ kind, writes }: LiveObject, now: number): readonly Trace[] {
  return writes
    .filter(({ manager, apiVersion, at }) =>
      writes.every((other) => other.manager !== manager || other.apiVersion === apiVersion || other.at <= at),
    )
    .map(({ manager, apiVersion, at }) => ({
      used: { apiVersion, kind },
      source: 'managed-fields' as const,
      evidence: `${manager} wrote it through ${apiVersion}${at === 0 ? '' : ` on ${new Date(at).toISOString()}`}`,
      isResidue: now - at > recentMs,
      writer: manager === '' ? null : manager,
      at: at === 0 ? null : at,
    }));
}

function latest(writes: readonly LiveWrite[]): LiveWrite | null {
  return writes.toSorted((a, b) => b.at - a.at)[0] ?? null;
}
