/** A pod of the node to be drained, with the fields that a drain reads. */
export interface DrainPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Pending, Running, Succeeded, Failed or Unknown. */
  readonly phase: string;
  readonly isReady: boolean;
  /** The API's image of a static pod: it does not obey the API server. */
  readonly isMirror: boolean;
  readonly controller: ControllerRef | null;
  /** Whether it keeps anything in an emptyDir, which ends with it. */
  readonly hasLocalData: boolean;
  /** Its own terminationGracePeriodSeconds. */
  readonly graceSeconds: number;
  /** When it has to have ended (deletionTimestamp, ms since the epoch); null: it is not being deleted. */
  readonly endsAt: number | null;
  readonly finalizers: readonly string[];
  /** Whether the cluster or the node depends on it (system-cluster-critical, system-node-critical). */
  readonly isCritical: boolean;
  /** Whether the scheduler places it on a cordoned node, too. */
  readonly toleratesCordon: boolean;
}

/** The owner that keeps a pod's number up. */
export interface ControllerRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

export function isFinished({ phase }: DrainPod): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

export function isTerminating({ endsAt }: DrainPod): boolean {
  return endsAt !== null;
}
