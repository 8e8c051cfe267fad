import { type Fault, targetOf } from './fault-catalogue.ts';

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

/** A fault in force: how many matches it still skips, and how often it can still be triggered. */
export interface ArmedFault {
  readonly fault: Fault;
  readonly passes: number;
  readonly left: number;
}

/** The faults in force. */
export class FaultBoard {
  #armed: readonly ArmedFault[] = [];
  /**
   * Called whenever a fault is added, counts a match or is triggered by a request or a check. What triggers it for an
   * operation is the request that started it: the same request triggers it again in a replay.
   */
  onChange: (armed: readonly ArmedFault[]) => void = () => undefined;

  constructor(faults: readonly Fault[] = []) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: Fault): void {
    this.restore([...this.#armed, { fault, passes: fault.after, left: fault.times }]);
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
    return this.#armed.map(({ fault, left }) => ({ ...fault, left }));
  }

  /** The fault that this request triggers; the first one that was added wins. */
  triggerForRequest(target: FaultTarget): Fault | undefined {
    const wanted = ({ kind }: Fault) =>
      targetOf[kind] === 'request' || (targetOf[kind] === 'change' && target.isMutation);
    return this.#triggerOne(target, wanted);
  }

  /** The fault of this kind that a check triggers. */
  triggerForCheck<K extends Fault['kind']>(
    target: FaultTarget,
    kind: K,
  ): Extract<Fault, { kind: K }> | undefined {
    const isMeant = (fault: Fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind;
    const found = this.#triggerOne(target, isMeant);
    return found !== undefined && isMeant(found) ? found : undefined;
  }

  /** Every fault that the operation triggers. */
  triggerForOperation(target: FaultTarget): readonly Fault[] {
    const { triggered, armed } = this.#match(target, ({ kind }) => targetOf[kind] === 'operation');
    this.#armed = armed;
    return triggered;
  }

  #triggerOne(target: FaultTarget, wanted: (fault: Fault) => boolean): Fault | undefined {
    const { triggered, armed } = this.#match(target, wanted, 1);
    if (armed.some((each, index) => each !== this.#armed[index]) || armed.length < this.#armed.length)
      this.restore(armed);
    return triggered[0];
  }

  /** The faults that the target triggers, and those in force after that. */
  #match(
    target: FaultTarget,
    wanted: (fault: Fault) => boolean,
    limit = Number.POSITIVE_INFINITY,
  ): { readonly triggered: readonly Fault[]; readonly armed: readonly ArmedFault[] } {
    const triggered: Fault[] = [];
    const next = this.#armed.map((armed) => {
      if (triggered.length >= limit || !wanted(armed.fault) || !matches(armed.fault, target)) return armed;
      if (armed.passes > 0) return { ...armed, passes: armed.passes - 1 };
      triggered.push(armed.fault);
      return { ...armed, left: armed.left - 1 };
    });
    return { triggered, armed: next.filter(({ left }) => left > 0) };
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
