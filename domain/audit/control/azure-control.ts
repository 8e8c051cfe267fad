import type { AzureSurroundings } from '../azure/azure-surroundings.ts';
import type { AuditedCluster } from '../cluster/audited-cluster.ts';
import { azureNotRead } from './azure-not-read.ts';
import { type Control, type Judgement, notApplicable } from './control.ts';

type Row = Omit<Control, 'judge'> & {
  readonly judgeAzure: (azure: AzureSurroundings, audited: AuditedCluster) => Judgement;
};

/** A control over what Azure knows around a cluster; no file shows it. */
export function azureControl({ judgeAzure, ...control }: Row): Control {
  return {
    ...control,
    judge: (audited) => {
      if (audited.live === null) return notApplicable('files do not show it');
      const { azure } = audited.live;
      if (azure === null) return notApplicable(azureNotRead(audited));
      return judgeAzure(azure, audited);
    },
  };
}

/** "ManagedCluster/aks-1" */
export function clusterName({ arm }: AuditedCluster): string {
  return arm?.cluster?.resource ?? 'Cluster';
}
