import { type Fault, preyOf } from './fault-catalogue.ts';

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
    const wanted = ({ kind }: Fault) =>
      preyOf[kind] === 'request' || (preyOf[kind] === 'change' && target.isMutation);
    return this.#strike(target, wanted, 1)[0];
  }

  /** The fault of this kind that a check runs into. */
  strikeCheck<K extends Fault['kind']>(
    target: FaultTarget,
    kind: K,
  ): Extract<Fault, { kind: K }> | undefined {
    return this.#strike(target, (fault) => fault.kind === kind, 1).find(
      (fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind,
    );
  }

  /** Every fault that strikes the operation this request has started. */
  strikeOperation(target: FaultTarget): readonly Fault[] {
    return this.#strike(target, ({ kind }) => preyOf[kind] === 'operation', Number.POSITIVE_INFINITY);
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
