import { type ArgumentSource, type KuredArguments, readKuredArguments } from './kured-arguments.ts';

/** A daemon set, with the fields that show whether it is kured. */
export interface DaemonSetView {
  readonly namespace: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly (ArgumentSource & { readonly image: string })[];
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
 * Source: kured 1.23, cmd/kured.
 */
export function findKured(daemonSets: readonly DaemonSetView[]): Kured | null {
  for (const each of daemonSets) {
    const container = kuredContainer(each);
    if (container === null) continue;
    const given = readKuredArguments(container);
    const concurrency = Number(given('concurrency').at(-1) ?? '1');
    return {
      namespace: each.namespace,
      name: each.name,
      lockAnnotation: given('lock-annotation').at(-1) ?? usualLock,
      concurrency: Number.isInteger(concurrency) && concurrency > 0 ? concurrency : 1,
      window: windowOf(given),
    };
  }
  return null;
}

/** The container of a daemon set that is kured; null: none is. */
export function kuredContainer({ containers, annotations }: DaemonSetView): Container | null {
  return containers.find(isKured) ?? (usualLock in annotations ? (containers[0] ?? null) : null);
}

type Container = DaemonSetView['containers'][number];

function isKured({ image, command }: Container): boolean {
  return /(^|\/)kured([:@]|$)/.test(image) || /(^|\/)kured$/.test(command[0] ?? '');
}

function windowOf(given: KuredArguments): string | null {
  const days = given('reboot-days').join(',');
  const [from, to] = [given('start-time').at(-1), given('end-time').at(-1)];
  if (days === '' && from === undefined && to === undefined) return null;
  const zone = given('time-zone').at(-1) ?? 'UTC';
  return `${days || 'every day'} ${from ?? '0:00'} to ${to ?? '23:59:59'} ${zone}`;
}
