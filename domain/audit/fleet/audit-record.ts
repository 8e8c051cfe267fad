import { resourceKey } from '../../fleet/ids.ts';
import { digestsIn } from './audit-digests.ts';
import type { AuditNote, NotedControl } from './audit-note.ts';

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
export interface ControlState extends Pick<NotedControl, 'id' | 'status' | 'findings'> {
  /** Against the audit before; null: not known, because there was none, or there were too many findings to remember each. */
  readonly new: number | null;
  readonly gone: number | null;
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
  const ended = [...(old ?? []).values()].flatMap(({ id, ages, findings }): readonly ControlState[] => {
    const gone = ages === null ? findings : ages.flatMap(({ digests }) => digestsIn(digests)).length;
    return now.has(id) || gone === 0 ? [] : [{ id, status: 'PASS', findings: 0, new: 0, gone, ages: [] }];
  });
  const controls = note.controls.map((each) => nextControl(agesIn(old, each.id), each, at));
  return { ...tried, at, verdict, controls: [...controls, ...ended] };
}

/** null: not known. */
function agesIn(old: ReadonlyMap<string, ControlState> | null, id: string): ControlState['ages'] {
  const before = old?.get(id);
  if (before !== undefined) return before.ages;
  return old === null ? null : [];
}

/** `before`: null where it is not known what there was. What could not be judged now is not gone. */
function nextControl(
  before: ControlState['ages'],
  { id, status, findings, undecided, digests }: NotedControl,
  at: string,
): ControlState {
  if (digests === null) return { id, status, findings, new: null, gone: null, ages: null };
  const old = new Map(
    (before ?? []).flatMap(({ since, digests: kept }) =>
      digestsIn(kept).map((each) => [each, since] as const),
    ),
  );
  const present = new Set(digestsIn(digests));
  const absent = [...old.keys()].filter((each) => !present.has(each));
  const kept = undecided > 0 ? [...present, ...absent] : [...present];
  const ages = Map.groupBy(kept, (each) => old.get(each) ?? at);
  return {
    id,
    status,
    findings,
    new: before === null ? null : [...present].filter((each) => !old.has(each)).length,
    gone: before === null ? null : undecided > 0 ? 0 : absent.length,
    ages: [...ages].map(([since, each]) => ({ since, digests: each.join('') })),
  };
}
