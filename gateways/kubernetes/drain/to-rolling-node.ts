import type { V1Node } from '@kubernetes/client-node';
import type { RollingNode } from '#domain/rolling-upgrade/rolling-view.ts';
import { toNode } from '../client/to-node.ts';

/** Kubernetes adds it to a cordoned node, with the instant. */
const cordonTaint = 'node.kubernetes.io/unschedulable';

export function toRollingNode(found: V1Node): RollingNode {
  const cordon = found.spec?.taints?.find(({ key }) => key === cordonTaint);
  const ready = found.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
  return {
    ...toNode(found),
    cordonedAt: cordon?.timeAdded?.getTime() ?? null,
    readySince: ready?.lastTransitionTime?.getTime() ?? null,
  };
}
