/** A daemon set, as far as it tells whether it is kured. */
export interface DaemonSetView {
  readonly namespace: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly {
    readonly image: string;
    readonly command: readonly string[];
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  }[];
}

/** The kured of a cluster, with what of its arguments others have to know. */
export interface Kured {
  readonly namespace: string;
  readonly name: string;
  /** Which annotation of it is the lock. */
  readonly lockAnnotation: string;
  /** How many nodes it lets reboot at once: above 1 its lock has another form. */
  readonly concurrency: number;
  /** When it may reboot, as its arguments say; null: at any time. */
  readonly window: string | null;
}

const usualLock = 'weave.works/kured-node-lock';

/**
 * kured by its image, its command or its lock, wherever it is installed and however it is named. null: there is none.
 * Source: kured 1.23, cmd/kured; each argument may come as KURED_... of the environment too.
 */
export function findKured(daemonSets: readonly DaemonSetView[]): Kured | null {
  for (const each of daemonSets) {
    const container =
      each.containers.find(isKured) ?? (usualLock in each.annotations ? each.containers[0] : undefined);
    if (container === undefined) continue;
    const argument = argumentsOf(container);
    const concurrency = Number(argument('concurrency') ?? '1');
    return {
      namespace: each.namespace,
      name: each.name,
      lockAnnotation: argument('lock-annotation') ?? usualLock,
      concurrency: Number.isInteger(concurrency) && concurrency > 0 ? concurrency : 1,
      window: windowOf(argument),
    };
  }
  return null;
}

type Container = DaemonSetView['containers'][number];

function isKured({ image, command }: Container): boolean {
  return /(^|\/)kured([:@]|$)/.test(image) || /(^|\/)kured$/.test(command[0] ?? '');
}

type Argument = (name: string) => string | undefined;

/** `--name=value` or `--name value`, in command or args. */
function argumentsOf({ command, args, env }: Container): Argument {
  const words = [...command, ...args];
  return (name) => {
    const at = words.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    if (at === -1) return env[`KURED_${name.toUpperCase().replaceAll('-', '_')}`];
    const [, value] = /=(.*)$/s.exec(words[at] ?? '') ?? [];
    return value ?? words[at + 1];
  };
}

function windowOf(argument: Argument): string | null {
  const [days, from, to] = [argument('reboot-days'), argument('start-time'), argument('end-time')];
  if (days === undefined && from === undefined && to === undefined) return null;
  const zone = argument('time-zone') ?? 'UTC';
  return `${days ?? 'every day'} ${from ?? '0:00'} to ${to ?? '23:59:59'} ${zone}`;
}
