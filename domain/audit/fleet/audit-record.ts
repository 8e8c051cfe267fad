import { resourceKey } from '../../fleet/ids.ts';
import type { AuditNote, NotedControl } from './audit-note.ts';
import { digestsIn, firstThatFit, longestNames, mostDigests } from './remembered-findings.ts';

/** How a cluster stood in its last scheduled audit, and since when each finding is there. */
export interface AuditState extends Pick<AuditNote, 'resourceId' | 'name' | 'verdict'> {
  /** The last audit that read it; campaign time, RFC 3339. null: none did. */
  readonly at: string | null;
  /** The last attempt. */
  readonly tried: string;
  /** Why the last attempt read nothing, so that the rest is of `at`; null: it did. */
  readonly because: string | null;
  readonly controls: readonly ControlState[];
}

/** A control with findings, now or in the audit before. */
export interface ControlState extends Pick<NotedControl, 'id' | 'status' | 'findings' | 'names'> {
  /** Against the audit before; null: not known, because there was none, or there were too many findings to remember each. */
  readonly new: number | null;
  readonly gone: number | null;
  /** Fingerprints of those that are gone, as far as they were remembered by name. */
  readonly goneNames: readonly string[];
  /** Which findings are there since when; null: too many. */
  readonly ages: readonly { readonly since: string; readonly digests: string }[] | null;
}

/** Bounded by the notes, which bound the digests of a cluster. */
export type AuditRecord = readonly AuditState[];

const forgetAfterMs = 90 * 86_400_000;

/**
 * Takes what an audit found; taken twice it changes nothing. What could not be read keeps its last state. A cluster without an audit
 * for 90 days is forgotten.
 */
export function noteAudit(record: AuditRecord, note: AuditNote): AuditRecord {
  const key = resourceKey(note.resourceId);
  const before = record.find(({ resourceId }) => resourceKey(resourceId) === key) ?? null;
  if (before?.tried === note.at) return record;
  const others = record.filter(
    (each) => each !== before && Date.parse(each.tried) >= Date.parse(note.at) - forgetAfterMs,
  );
  return [...others, nextState(before, note)];
}

function nextState(before: AuditState | null, note: AuditNote): AuditState {
  const { resourceId, name, at, because, verdict } = note;
  const tried = { resourceId, name, tried: at, because };
  if (because !== null) return { at: null, verdict, controls: [], ...before, ...tried };
  const old = before?.at == null ? null : new Map(before.controls.map((each) => [each.id, each]));
  const now = new Set(note.controls.map(({ id }) => id));
  const ended = [...(old ?? []).values()].flatMap(
    ({ id, ages, findings, names }): readonly ControlState[] => {
      const gone = ages === null ? findings : ages.flatMap(({ digests }) => digestsIn(digests)).length;
      if (now.has(id) || gone === 0) return [];
      return [
        {
          id,
          status: 'PASS',
          findings: 0,
          new: 0,
          gone,
          goneNames: names.map(({ fingerprint }) => fingerprint),
          ages: [],
          names: [],
        },
      ];
    },
  );
  const controls = note.controls.map((each) => nextControl(lastOf(old, each.id), each, at));
  return { ...tried, at, verdict, controls: [...controls, ...ended] };
}

const nothing: Pick<ControlState, 'ages' | 'names'> = { ages: [], names: [] };

/** Of `ages` null: not known. */
function lastOf(old: ReadonlyMap<string, ControlState> | null, id: string): typeof nothing {
  return old?.get(id) ?? (old === null ? { ...nothing, ages: null } : nothing);
}

/** What could not be judged now is not gone. */
function nextControl(
  before: typeof nothing,
  { id, status, findings, undecided, digests, names }: NotedControl,
  at: string,
): ControlState {
  if (digests === null)
    return { id, status, findings, new: null, gone: null, goneNames: [], ages: null, names };
  const old = new Map(
    (before.ages ?? []).flatMap(({ since, digests: kept }) =>
      digestsIn(kept).map((each) => [each, since] as const),
    ),
  );
  const present = new Set(digestsIn(digests));
  const absent = [...old.keys()].filter((each) => !present.has(each));
  const absentNames = before.names.filter(({ digest }) => !present.has(digest));
  const isKept = undecided > 0;
  const kept = isKept ? [...present, ...absent].slice(0, mostDigests) : [...present];
  const ages = Map.groupBy(kept, (each) => old.get(each) ?? at);
  return {
    id,
    status,
    findings,
    new: before.ages === null ? null : [...present].filter((each) => !old.has(each)).length,
    gone: before.ages === null ? null : isKept ? 0 : absent.length,
    goneNames: isKept ? [] : absentNames.map(({ fingerprint }) => fingerprint),
    names: isKept ? firstThatFit([...names, ...absentNames], longestNames) : names,
    ages: [...ages].map(([since, each]) => ({ since, digests: each.join('') })),
  };
}
