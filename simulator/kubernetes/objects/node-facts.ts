import type { Condition, Node, Pod, Taint, Toleration } from './kinds.ts';
import { hasLabels } from './label-selector.ts';

export function isNodeReady(node: Node): boolean {
  return readyConditionOf(node)?.status === 'True';
}

export function readyConditionOf(node: Node): Condition | undefined {
  return node.status?.conditions?.find(({ type }) => type === 'Ready');
}

export function isCordoned(node: Node): boolean {
  return node.spec.unschedulable === true;
}

/** Whether the scheduler may put a new pod here: node selector and taints, no capacity. */
export function accepts(node: Node, pod: Pod): boolean {
  return (
    hasLabels(node.metadata.labels, pod.spec.nodeSelector ?? {}) && tolerates(node, pod.spec.tolerations)
  );
}

/** Whether these tolerations cover every taint that keeps pods away, or only those that drive them out. */
export function tolerates(
  node: Node,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[] = ['NoSchedule', 'NoExecute'],
): boolean {
  return (node.spec.taints ?? [])
    .filter(({ effect }) => effects.includes(effect))
    .every((taint) => (tolerations ?? []).some((toleration) => covers(toleration, taint)));
}

/** Whether a toleration is one of this taint. */
export function covers(toleration: Toleration, taint: Taint): boolean {
  const { key, operator = 'Equal', value = '', effect = '' } = toleration;
  if (effect !== '' && effect !== taint.effect) return false;
  if (operator === 'Exists') return key === undefined || key === '' || key === taint.key;
  return key === taint.key && value === (taint.value ?? '');
}
