import type { HealthCheck } from '../campaign/health-policy.ts';

/** Something that is not as it should be, whatever it was before. */
export interface Trouble {
  readonly check: HealthCheck;
  /** What it is about: "node aks-1", "Deployment shop/web". */
  readonly subject: string;
  /** How much of it there is: pods that wait, restarts; 1 for what counts as one. */
  readonly count: number;
  /** How much is left; less than before is worse. 0 where there is no less. */
  readonly level: number;
  /** A sentence without its full stop. */
  readonly text: string;
  /** Pools on which it shows; null: it may be anywhere. */
  readonly pools: readonly string[] | null;
  /** Its owner rolls out a change. */
  readonly isRollingOut: boolean;
  /** What is missing starts at this moment, where that takes long. */
  readonly isStarting: boolean;
  /** Which generation of which workload; null: it is about none. */
  readonly revision: string | null;
  /** When the workload was made (ms). */
  readonly createdAt: number | null;
}

/** A trouble that is one whole thing, anywhere in the cluster; say what differs. */
export function aTrouble(
  about: Pick<Trouble, 'check' | 'subject' | 'text'>,
  over: Partial<Trouble> = {},
): Trouble {
  return {
    count: 1,
    level: 0,
    pools: null,
    isRollingOut: false,
    isStarting: false,
    revision: null,
    createdAt: null,
    ...about,
    ...over,
  };
}
