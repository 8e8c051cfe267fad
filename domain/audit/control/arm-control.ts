import type { ArmResource } from '../azure/arm-view.ts';
import type { AuditedCluster } from '../cluster/audited-cluster.ts';
import { azureNotRead } from './azure-not-read.ts';
import { type Control, type Finding, notApplicable } from './control.ts';

type ArmRow = Omit<Control, 'judge'> & {
  readonly judgeCluster?: (cluster: ArmResource, audited: AuditedCluster) => readonly Finding[];
  readonly judgePool?: (pool: ArmResource, audited: AuditedCluster) => readonly Finding[];
};

/** A control over what Azure says of the cluster, or of each of its pools. */
export function armControl({ judgeCluster, judgePool, ...control }: ArmRow): Control {
  return {
    ...control,
    judge: (audited) => {
      const { arm } = audited;
      if (arm === null) return notApplicable(azureNotRead(audited));
      if (judgeCluster !== undefined && arm.cluster === null)
        return notApplicable('only node pools were given (--arm)');
      const ofCluster = arm.cluster === null ? [] : (judgeCluster?.(arm.cluster, audited) ?? []);
      return [...ofCluster, ...arm.pools.flatMap((pool) => judgePool?.(pool, audited) ?? [])];
    },
  };
}
