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
  /**
   * Told whenever a fault is added, comes closer or strikes a request or a check. A strike at an operation follows
   * from what began it: made again, it strikes again.
   */
  onChange: (armed: readonly ArmedFault[]) => void = () => undefined;

  constructor(faults: readonly Fault[] = []) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: Fault): void {
    this.restore([...this.#armed, { fault, passes: fault.after, strikes: fault.times }]);
  }

  /** All of them, or those that are meant for one cluster by its name. */
  clear(cluster?: string): void {
    const isLeft = ({ fault }: ArmedFault) => !isSameCluster(fault, cluster);
    this.restore(cluster === undefined ? [] : this.#armed.filter(isLeft));
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
    return this.#strikeOne(target, wanted);
  }

  /** The fault of this kind that a check runs into. */
  strikeCheck<K extends Fault['kind']>(
    target: FaultTarget,
    kind: K,
  ): Extract<Fault, { kind: K }> | undefined {
    const isMeant = (fault: Fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind;
    const struck = this.#strikeOne(target, isMeant);
    return struck !== undefined && isMeant(struck) ? struck : undefined;
  }

  /** Every fault that strikes the operation this request has started. */
  strikeOperation(target: FaultTarget): readonly Fault[] {
    const { struck, left } = this.#aim(target, ({ kind }) => preyOf[kind] === 'operation');
    this.#armed = left;
    return struck;
  }

  #strikeOne(target: FaultTarget, wanted: (fault: Fault) => boolean): Fault | undefined {
    const { struck, left } = this.#aim(target, wanted, 1);
    if (left.some((armed, index) => armed !== this.#armed[index]) || left.length < this.#armed.length)
      this.restore(left);
    return struck[0];
  }

  /** What strikes the target, and what is in force after that. */
  #aim(
    target: FaultTarget,
    wanted: (fault: Fault) => boolean,
    limit = Number.POSITIVE_INFINITY,
  ): { readonly struck: readonly Fault[]; readonly left: readonly ArmedFault[] } {
    const struck: Fault[] = [];
    const next = this.#armed.map((armed) => {
      if (struck.length >= limit || !wanted(armed.fault) || !matches(armed.fault, target)) return armed;
      if (armed.passes > 0) return { ...armed, passes: armed.passes - 1 };
      struck.push(armed.fault);
      return { ...armed, strikes: armed.strikes - 1 };
    });
    return { struck, left: next.filter(({ strikes }) => strikes > 0) };
  }
}

function matches(fault: Fault, target: FaultTarget): boolean {
  const { plane, method, pathPattern, cluster, pool } = fault.match;
  return (
    plane === target.plane &&
    (method === undefined || target.method === null || method.toUpperCase() === target.method) &&
    (pathPattern === undefined || new RegExp(pathPattern, 'i').test(target.path)) &&
    (cluster === undefined || isSameCluster(fault, target.cluster)) &&
    (pool === undefined || pool.toLowerCase() === target.pool?.toLowerCase())
  );
}

function isSameCluster({ match }: Fault, name: string | null | undefined): boolean {
  return match.cluster?.toLowerCase() === name?.toLowerCase();
}
