import type { PrometheusQuery } from '../metric/metric.ts';

/** `reboot` of a campaign file: how nodes that wait for a reboot may get it. */
export interface RebootTerms {
  readonly methods: readonly RebootMethod[];
  /** Leave: kured reboots the pools of its cluster. HoldLock: its lock is held meanwhile. */
  readonly kured: 'Leave' | 'HoldLock';
  /** A pod that checks for the sentinel; null: none is created, and what kured does not show stays unknown. */
  readonly checkPod: { readonly image: string; readonly namespace: string } | null;
  /** A Prometheus that has kured's metric. Absent: the pods of kured are asked. */
  readonly kuredMetric?: KuredQuery;
  /** The pod of the way PrivilegedPod. Absent: no file has turned it on. */
  readonly privilegedPod?: PrivilegedPodTerms;
  readonly drainTimeoutMs: number;
  /** From the restart to another boot that is Ready. */
  readonly bootTimeoutMs: number;
  /** How long a node has to be Ready before it counts. */
  readonly readyForMs: number;
}

export interface PrivilegedPodTerms {
  /** By digest. */
  readonly image: string;
  readonly acknowledge: 'RootOnNodes';
  readonly namespace: string;
}

/**
 * NodeImage: a newer image makes it needless. Restart: the machine itself, through Microsoft.Compute. PrivilegedPod: a pod on
 * the node asks its systemd. Replace: another machine takes the node's place, which is deleted.
 */
export type RebootMethod = 'NodeImage' | 'Restart' | 'Replace' | 'PrivilegedPod';

/** May have placeholders. Its samples have the label `node`: 1 waits for a reboot, 0 does not. */
export type KuredQuery = Pick<PrometheusQuery, 'address' | 'query' | 'auth'>;
