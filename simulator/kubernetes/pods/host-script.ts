import { z } from 'zod';
import type { Pod } from '../objects/kinds.ts';
import type { ClusterState } from '../store/cluster-state.ts';

const shape = z.looseObject({
  command: z.array(z.string()).optional(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).optional(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).optional(),
  securityContext: z.looseObject({ privileged: z.boolean().optional() }).optional(),
});
const podShape = z.looseObject({
  hostPID: z.boolean().optional(),
  volumes: z
    .array(z.looseObject({ name: z.string(), hostPath: z.looseObject({ path: z.string() }).optional() }))
    .optional(),
});

/** How a script ended. */
export interface ScriptEnd {
  readonly exitCode: number;
  /** It asked the systemd of its node for a reboot, and was allowed to. */
  readonly hasRebooted: boolean;
}

/** What a script sees and is allowed. */
interface Shell {
  readonly variables: Map<string, string>;
  readonly isThere: (path: string, isDirectory: boolean) => boolean;
  readonly bootId: string;
  readonly reachesProcessOne: boolean;
  hasRebooted: boolean;
}

/** A step of a script: the code with which it ends it, or null: on to the next. */
type Step = (shell: Shell) => number | null;

/**
 * Carries out the little of a shell that checks files of the node (`test -e FILE && exit 10`), compares its boot (`read -r now <
 * /proc/sys/kernel/random/boot_id; test "$now" = "$BOOT" || exit 3`) and asks process 1 for a reboot (`nsenter -t 1 -m -- systemctl
 * reboot`), one step after the other. undefined: the pod has another command, and ends as pods do here.
 */
export function endOf(state: ClusterState, pod: Pod): ScriptEnd | undefined {
  const [container] = pod.spec.containers.map((each) => shape.safeParse(each).data);
  const [shell, flag, script] = container?.command ?? [];
  if (shell !== 'sh' || flag !== '-c' || script === undefined) return undefined;
  const steps = script.split(';').map((text) => parse(text.trim()));
  if (steps.includes(undefined)) return undefined;
  const hostPID = podShape.safeParse(pod.spec).data?.hostPID;
  const node = state.store.get('nodes', undefined, pod.spec.nodeName ?? '');
  const bootId = node?.status?.nodeInfo?.bootID;
  const seen: Shell = {
    variables: new Map(container?.env?.map(({ name, value = '' }) => [name, value])),
    isThere: (path, isDirectory) =>
      isOnHost(state, pod, hostPath(pod, container?.volumeMounts ?? [], path), isDirectory),
    bootId: typeof bootId === 'string' ? bootId : '',
    reachesProcessOne: hostPID === true && container?.securityContext?.privileged === true,
    hasRebooted: false,
  };
  for (const step of steps) {
    const exitCode = step!(seen);
    if (exitCode !== null) return { exitCode, hasRebooted: seen.hasRebooted };
  }
  return { exitCode: 0, hasRebooted: seen.hasRebooted };
}

function parse(text: string): Step | undefined {
  const exit = /^exit (\d+)$/.exec(text);
  if (exit !== null) return () => Number(exit[1]);
  const read = /^read -r (\w+) < \/proc\/sys\/kernel\/random\/boot_id$/.exec(text);
  if (read !== null)
    return ({ variables, bootId }) => {
      variables.set(read[1]!, bootId);
      return null;
    };
  const [, condition, joint, code] = /^(.+?)(?: (\|\||&&) exit (\d+))?$/.exec(text) ?? [];
  const holds = parseCondition(condition ?? '');
  if (holds === undefined) return undefined;
  return (shell) => (holds(shell) === (joint === '&&') && code !== undefined ? Number(code) : null);
}

function parseCondition(text: string): ((shell: Shell) => boolean) | undefined {
  const file = /^test (!)? ?-([de]) (\S+)$/.exec(text);
  if (file !== null) {
    const [, not, kind, path] = file;
    return ({ isThere }) => isThere(path!, kind === 'd') !== (not === '!');
  }
  const same = /^test "\$(\w+)" = "\$(\w+)"$/.exec(text);
  if (same !== null)
    return ({ variables }) => (variables.get(same[1]!) ?? '') === (variables.get(same[2]!) ?? '');
  if (/^nsenter (-t 1|--target 1) (-m|--mount) -- systemctl reboot$/.test(text))
    return (shell) => {
      shell.hasRebooted ||= shell.reachesProcessOne;
      return shell.reachesProcessOne;
    };
  return undefined;
}

/** Where a path in the container lies on its node; null: not on its node. */
function hostPath(
  pod: Pod,
  mounted: readonly { readonly name: string; readonly mountPath: string }[],
  path: string,
): string | null {
  const mount = mounted.find(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`));
  const volume = podShape.safeParse(pod.spec).data?.volumes?.find(({ name }) => name === mount?.name);
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
