/**
 * The lock that kured keeps as JSON in an annotation of its own daemon set, so that nodes are rebooted one after the
 * other. Source: kured 1.23, pkg/daemonsetlock. TTL is an integer of nanoseconds; 0 never ends. Times are RFC 3339.
 */
interface LockValue {
  readonly nodeID: string;
  readonly metadata?: unknown;
  readonly created: string;
  readonly TTL: number;
}

interface LockList {
  readonly maxOwners: number;
  readonly locks: readonly LockValue[];
}

export interface LockQuestion {
  /** The annotation as it stands; null: there is none. */
  readonly annotation: string | null;
  /** kured's own argument: its lock has another form above 1, whatever form stands in the annotation. */
  readonly concurrency: number;
  /** Not the name of a node: kured then leaves the lock to its end. */
  readonly owner: string;
  /** ms since the epoch. */
  readonly now: number;
}

export type LockAnswer =
  /** Write this, guarded by the daemon set's resourceVersion; it also lengthens a hold of ours. */
  | { readonly state: 'take'; readonly annotation: string }
  | {
      readonly state: 'held';
      readonly by: string;
      /** ms since the epoch; null: it does not expire. */
      readonly until: number | null;
    }
  /** It cannot be read: its writer may hold it. */
  | { readonly state: 'unreadable'; readonly why: string };

/**
 * Whether we may hold the lock, alone: kured's own nodes share it where its concurrency is above 1, we take every
 * place, so that nothing reboots beside us. A hold of ours has an end, so that a crash blocks no one for good.
 */
export function decideKuredLock(question: LockQuestion & { readonly ttlMs: number }): LockAnswer {
  const { annotation, concurrency, owner, now, ttlMs } = question;
  const standing = annotation === null ? [] : readHolds(annotation, concurrency);
  if (standing === null) return { state: 'unreadable', why: "the annotation has no form of kured's lock" };
  const foreign = standing.find((hold) => hold.nodeID !== owner && !isOver(hold, now));
  if (foreign !== undefined) return { state: 'held', by: foreign.nodeID, until: endOf(foreign) };
  const ours: LockValue = {
    nodeID: owner,
    created: new Date(now).toISOString(),
    TTL: ttlMs * nanosecondsPerMs,
  };
  const value: LockValue | LockList =
    concurrency <= 1
      ? ours
      : { maxOwners: concurrency, locks: Array.from({ length: concurrency }, () => ours) };
  return { state: 'take', annotation: JSON.stringify(value) };
}

/** Whether the lock is still ours and has to be taken away; someone else's is left as it is. */
export function isOurKuredLock({ annotation, concurrency, owner }: Omit<LockQuestion, 'now'>): boolean {
  const standing = annotation === null ? [] : readHolds(annotation, concurrency);
  return standing !== null && standing.length > 0 && standing.every(({ nodeID }) => nodeID === owner);
}

export interface KuredHold {
  /** The name of a node, or of someone else. */
  readonly by: string;
  /** ms since the epoch. */
  readonly since: number;
  /** null: it does not expire. */
  readonly until: number | null;
}

/** Who holds the lock, those whose hold has ended among them; null: the annotation has no form of kured's lock. */
export function kuredHolds(annotation: string, concurrency: number): readonly KuredHold[] | null {
  const standing = readHolds(annotation, concurrency);
  return (
    standing?.map((hold) => ({ by: hold.nodeID, since: Date.parse(hold.created), until: endOf(hold) })) ??
    null
  );
}

const nanosecondsPerMs = 1_000_000;

/**
 * As a kured of that concurrency would find them; null: not JSON of either form. A form of the other mode counts too:
 * kured itself misreads it, and would then reboot a node beside the writer's.
 */
function readHolds(annotation: string, concurrency: number): readonly LockValue[] | null {
  const value = parse(annotation);
  if (isLockList(value)) return value.locks;
  if (isLockValue(value)) return [value];
  return concurrency > 1 && isEmptyList(value) ? [] : null;
}

function isOver(hold: LockValue, now: number): boolean {
  const end = endOf(hold);
  return end !== null && end < now;
}

function endOf({ created, TTL }: LockValue): number | null {
  return TTL > 0 ? Date.parse(created) + TTL / nanosecondsPerMs : null;
}

function isLockValue(value: unknown): value is LockValue {
  const found = value as Partial<LockValue> | null;
  return (
    typeof found?.nodeID === 'string' &&
    typeof found.created === 'string' &&
    !Number.isNaN(Date.parse(found.created)) &&
    typeof found.TTL === 'number'
  );
}

function isLockList(value: unknown): value is LockList {
  const locks = (value as Partial<LockList> | null)?.locks;
  return Array.isArray(locks) && locks.every(isLockValue);
}

/** Go writes an empty list as null. */
function isEmptyList(value: unknown): boolean {
  const found = value as { maxOwners?: unknown; locks?: unknown } | null;
  return typeof found?.maxOwners === 'number' && found.locks == null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
