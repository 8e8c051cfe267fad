import { z } from 'zod';

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'i') instanceof RegExp;
  } catch {
    return false;
  }
}

const match = z
  .strictObject({
    plane: z.enum(['arm', 'kubernetes', 'token']).default('arm'),
    method: z.string().optional().describe('HTTP method; any where absent'),
    pathPattern: z
      .string()
      .refine(isPattern, 'expected a regular expression')
      .optional()
      .describe('regular expression, compared without regard to case'),
    cluster: z.string().optional(),
    pool: z.string().optional(),
  })
  .prefault({});

const common = {
  match,
  times: z.int().min(1).default(1).describe('how often it strikes before it is used up'),
  after: z.int().min(0).default(0).describe('how many matches it lets pass first'),
};

/** The catalogue. Documented in docs/simulator.md; `POST /_simulator/faults` and a fleet file's `faults` take it. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('throttle'),
    ...common,
    retryAfterSeconds: z.number().min(0).nullable().default(5),
  }),
  z.strictObject({ kind: z.literal('lost-answer'), ...common }),
  z.strictObject({
    kind: z.literal('late-answer'),
    ...common,
    milliseconds: z
      .number()
      .min(0)
      .default(5000)
      .describe('the change is accepted, its answer comes so late'),
  }),
  z.strictObject({ kind: z.literal('reset'), ...common }),
  z.strictObject({ kind: z.literal('slow'), ...common, milliseconds: z.number().min(0).default(2000) }),
  z.strictObject({ kind: z.literal('deny'), ...common }),
  z.strictObject({
    kind: z.literal('error-answer'),
    ...common,
    status: z.int().min(400).max(599).default(500),
    code: z.string().default('InternalOperationError'),
    message: z.string().default('Internal server error'),
    envelope: z.enum(['flat', 'enveloped']).default('flat'),
  }),
  z.strictObject({ kind: z.literal('conflict'), ...common, minutes: z.number().positive().default(5) }),
  z.strictObject({
    kind: z.literal('operation-fails'),
    ...common,
    code: z.string().default('UpgradeFailed'),
    message: z.string().default('The upgrade did not complete.'),
    afterNodes: z.int().min(0).default(0),
  }),
  z.strictObject({
    kind: z.literal('node-stays-not-ready'),
    ...common,
    minutes: z.number().positive().nullable().default(null).describe('how long; for good where null'),
  }),
  z.strictObject({ kind: z.literal('lying-success'), ...common }),
  z.strictObject({ kind: z.literal('operation-expired'), ...common }),
]);

export type Fault = z.output<typeof faultSchema>;
type FaultKind = Fault['kind'];

/** Faults that strike a request before or after it acts; the rest strike an operation once it is accepted. */
const requestKinds: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'throttle',
  'lost-answer',
  'late-answer',
  'reset',
  'slow',
  'deny',
  'error-answer',
  'conflict',
]);

/** These make sense for requests that change something only. */
const mutationKinds: ReadonlySet<FaultKind> = new Set<FaultKind>(['lost-answer', 'late-answer', 'conflict']);

/** What a fault is compared with. */
export interface FaultTarget {
  readonly plane: 'arm' | 'kubernetes' | 'token';
  /** null: an operation, whichever method began it. */
  readonly method: string | null;
  readonly path: string;
  readonly cluster: string | null;
  readonly pool: string | null;
  readonly isMutation: boolean;
}

/** A request always has a method. */
export interface RequestTarget extends FaultTarget {
  readonly method: string;
}

/** A fault in force: how many matches it still lets pass, and how often it still strikes. */
export interface ArmedFault {
  readonly fault: Fault;
  readonly passes: number;
  readonly strikes: number;
}

/** The faults in force. */
export class FaultBoard {
  #armed: readonly ArmedFault[] = [];
  /** Told whenever a fault is added, comes closer or strikes. */
  onChange: (armed: readonly ArmedFault[]) => void = () => undefined;

  constructor(faults: readonly Fault[] = []) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: Fault): void {
    this.restore([...this.#armed, { fault, passes: fault.after, strikes: fault.times }]);
  }

  clear(): void {
    this.restore([]);
  }

  /** Puts exactly these into force. */
  restore(armed: readonly ArmedFault[]): void {
    this.#armed = armed;
    this.onChange(armed);
  }

  list(): readonly (Fault & { readonly left: number })[] {
    return this.#armed.map(({ fault, strikes }) => ({ ...fault, left: strikes }));
  }

  /** The fault that strikes this request, used up by one strike. The first one that was added wins. */
  strikeRequest(target: FaultTarget): Fault | undefined {
    const wanted = (fault: Fault) =>
      requestKinds.has(fault.kind) && (target.isMutation || !mutationKinds.has(fault.kind));
    return this.#strike(target, wanted, 1)[0];
  }

  /** Every fault that strikes the operation this request has started. */
  strikeOperation(target: FaultTarget): readonly Fault[] {
    return this.#strike(target, (fault) => !requestKinds.has(fault.kind), Number.POSITIVE_INFINITY);
  }

  #strike(target: FaultTarget, wanted: (fault: Fault) => boolean, limit: number): readonly Fault[] {
    const struck: Fault[] = [];
    const next = this.#armed.map((armed) => {
      if (struck.length >= limit || !wanted(armed.fault) || !matches(armed.fault, target)) return armed;
      if (armed.passes > 0) return { ...armed, passes: armed.passes - 1 };
      struck.push(armed.fault);
      return { ...armed, strikes: armed.strikes - 1 };
    });
    const hasChanged = next.some((armed, index) => armed !== this.#armed[index]);
    if (hasChanged) this.restore(next.filter(({ strikes }) => strikes > 0));
    return struck;
  }
}

function matches(fault: Fault, target: FaultTarget): boolean {
  const { plane, method, pathPattern, cluster, pool } = fault.match;
  return (
    plane === target.plane &&
    (method === undefined || target.method === null || method.toUpperCase() === target.method) &&
    (pathPattern === undefined || new RegExp(pathPattern, 'i').test(target.path)) &&
    (cluster === undefined || cluster.toLowerCase() === target.cluster?.toLowerCase()) &&
    (pool === undefined || pool.toLowerCase() === target.pool?.toLowerCase())
  );
}
