import { valueOr } from '../observation.ts';
import type { HealthReading, PodReading } from './health-reading.ts';

/** Images of Windows are big: pulls of 20 minutes are reported (Azure/AKS#4047). */
const longestPullMs = 30 * 60_000;

/** What a kubelet says of containers that are on their way; anything else is an error. */
const onItsWay: ReadonlySet<string | null> = new Set([null, 'ContainerCreating', 'PodInitializing']);

/** Whether a pod of this reading still starts on a node of Windows, where that takes long and is no trouble yet. */
export function slowStarts({ at, nodes }: HealthReading): (pod: PodReading) => boolean {
  const windows = new Set(valueOr(nodes, []).flatMap(({ name, isWindows }) => (isWindows ? [name] : [])));
  return ({ node, pendingSince, because }) =>
    node !== null &&
    windows.has(node) &&
    pendingSince !== null &&
    at - pendingSince < longestPullMs &&
    onItsWay.has(because);
}
