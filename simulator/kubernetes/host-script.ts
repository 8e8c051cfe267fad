import { z } from 'zod';
import type { ClusterState } from './cluster-state.ts';
import type { Pod } from './kinds.ts';

const mounts = z.looseObject({
  command: z.array(z.string()).optional(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).optional(),
});
const volumes = z
  .array(z.looseObject({ name: z.string(), hostPath: z.looseObject({ path: z.string() }).optional() }))
  .optional();

const step = /^(?:test (!)? ?-([de]) (\S+) (\|\||&&) )?exit (\d+)$/;

/**
 * Carries out the little of a shell that looks at files of the node: steps such as `test -e FILE && exit 10`, one after
 * the other, and `exit 0`. undefined: the pod has another command, and ends as pods do here.
 */
export function exitCodeOf(state: ClusterState, pod: Pod): number | undefined {
  const [container] = pod.spec.containers.map((each) => mounts.safeParse(each).data);
  const [shell, flag, script] = container?.command ?? [];
  if (shell !== 'sh' || flag !== '-c' || script === undefined) return undefined;
  const steps = script.split(';').map((text) => step.exec(text.trim()));
  for (const found of steps) {
    if (found === null) return undefined;
    const [, not, kind, path, joint, code] = found;
    if (path === undefined) return Number(code);
    const isThere = isOnHost(state, pod, hostPath(pod, container?.volumeMounts ?? [], path), kind === 'd');
    const holds = isThere !== (not === '!');
    if (holds === (joint === '&&')) return Number(code);
  }
  return 0;
}

/** Where a path in the container lies on its node; null: not on its node. */
function hostPath(
  pod: Pod,
  mounted: readonly { readonly name: string; readonly mountPath: string }[],
  path: string,
): string | null {
  const mount = mounted.find(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`));
  const volume = volumes.safeParse(pod.spec.volumes).data?.find(({ name }) => name === mount?.name);
  return mount === undefined || volume?.hostPath === undefined
    ? null
    : volume.hostPath.path + path.slice(mount.mountPath.length);
}

/** Of a node's files there are two: what systemd keeps, and the sentinel of packages that wait for a reboot. */
function isOnHost(state: ClusterState, pod: Pod, path: string | null, isDirectory: boolean): boolean {
  if (path === null) return false;
  const plain = path.replace(/^\/var\/run\//, '/run/');
  if (isDirectory) return plain === '/run' || plain === '/run/systemd';
  return plain === '/run/reboot-required' && state.awaitingReboot.has(pod.spec.nodeName ?? '');
}
