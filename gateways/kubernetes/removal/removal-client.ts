import { anyKind, shapeOf } from '#domain/audit/kubernetes/malformations.ts';
import type { UnreadableItem } from '#domain/observation.ts';
import type { Fields } from '#domain/removal/features/fields.ts';
import type { LiveObject } from '#domain/removal/objects/judge-live-object.ts';
import type { PlannedList } from '#domain/removal/objects/reading-plan.ts';
import type { ServerUsage } from '#domain/removal/usage/usage-count.ts';
import type { ClusterClient, Work } from '../client/cluster-client.ts';
import { asFailures } from '../client/kubernetes-failure.ts';
import { listItems, selecting } from '../client/list-items.ts';
import { nullAtStatus } from '../client/null-on-status.ts';
import { readServerGroups, readServerMinor, readServerUsage } from '../client/read-server.ts';
import {
  type HelmRelease,
  type RawReleaseSecret,
  toHelmRelease,
  type UnreadRelease,
} from './to-helm-release.ts';
import { type RawPartialObject, toLiveObject } from './to-live-object.ts';

/** What a scan asks of one cluster. Whatever fails leaves as a FailureError. Of secrets only Helm's releases are read. */
export interface RemovalClient {
  /** Of Kubernetes 1. */
  serverMinor(): Promise<number>;
  /** The groups that it serves, each in the version it prefers: "apps" -> "apps/v1". */
  groups(): Promise<ReadonlyMap<string, string>>;
  /** The names of its namespaces. */
  namespaces(): Promise<readonly string[]>;
  /** Of each object what `pick` makes of it; null: the server does not serve the kind. */
  objects<T>(list: PlannedList, pick: Pick<T>): Promise<Objects<T> | null>;
  /** Of the API server that answers: there may be several, each counts for itself. */
  usage(): Promise<ServerUsage>;
  /** Of each release what `judge` makes of it, one by one: the text of a release is not kept. */
  releases<T>(judge: (release: HelmRelease) => T): Promise<Releases<T>>;
  /** So far; pages are requests too. */
  requests(): number;
  pages(): number;
}

/** `whole`: all of it, or its metadata alone, as the list is planned. */
type Pick<T> = (object: LiveObject, whole: Fields) => T;

interface Objects<T> {
  readonly judged: readonly T[];
  readonly unreadable: readonly UnreadableItem[];
}

interface Releases<T> {
  readonly judged: readonly T[];
  readonly unread: readonly UnreadRelease[];
  /** Releases that were not even unpacked, for those before them took all that a cluster may take. */
  readonly beyond: number;
}

const metadataOnly =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;q=0.9';
/** A release can be as large as a secret: a megabyte. */
const releasesOfPage = 10;
/** Of all releases of a cluster: hundreds that are large, and no more work than a check has time for. */
export const mostUnpackedMb = 128;

/** `reach` hands over the cluster's client, as it is at that time. Everything asked through it ends with the work's signal. */
export function openRemovalClient(
  reach: <T>(call: (client: ClusterClient) => Promise<T>) => Promise<T>,
  { signal, onRequest }: Work,
): RemovalClient {
  let [requests, pages] = [0, 0];
  const work: Work = {
    signal,
    onRequest: () => {
      requests += 1;
      onRequest();
    },
  };
  const ask = <T>(call: (client: ClusterClient) => Promise<T>): Promise<T> =>
    asFailures(() => reach((client) => call(client.forWork(work))), signal);
  const onPage = () => {
    pages += 1;
  };
  return {
    serverMinor: () => ask(readServerMinor),
    groups: () => ask(readPreferred),
    namespaces: () =>
      ask((client) =>
        listItems(client, '/api/v1/namespaces', ({ metadata }: RawPartialObject) => metadata?.name ?? '', {
          onPage,
          items: { kind: 'Namespace', shape: anyKind },
          accept: metadataOnly,
        }),
      ),
    objects: (list, pick) => ask((client) => readObjects(client, list, pick, onPage)),
    usage: () => ask(readServerUsage),
    releases: (judge) => ask((client) => listReleases(client, judge, onPage)),
    requests: () => requests,
    pages: () => pages,
  };
}

async function readPreferred(client: ClusterClient): Promise<ReadonlyMap<string, string>> {
  const groups = await readServerGroups(client);
  return new Map(
    [...groups].flatMap(([name, [first]]) => (first === undefined ? [] : [[name, `${name}/${first}`]])),
  );
}

async function readObjects<T>(
  client: ClusterClient,
  { apiVersion, kind, plural, isWhole, pageSize }: PlannedList,
  pick: Pick<T>,
  onPage: () => void,
): Promise<Objects<T> | null> {
  const path = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}/${plural}`;
  const pickItem = (item: RawPartialObject & Fields) => pick(toLiveObject(kind, item), item);
  const unreadable: UnreadableItem[] = [];
  const judged = await nullAtStatus([404], () =>
    listItems(client, path, pickItem, {
      pageSize,
      onPage,
      items: { kind, shape: isWhole ? shapeOf({ apiVersion, kind }) : anyKind },
      onUnreadable: (item) => unreadable.push(item),
      ...(!isWhole && { accept: metadataOnly }),
    }),
  );
  return judged === null ? null : { judged, unreadable };
}

async function listReleases<T>(
  client: ClusterClient,
  judge: (release: HelmRelease) => T,
  onPage: () => void,
): Promise<Releases<T>> {
  const path = `/api/v1/secrets${selecting('labelSelector', 'owner=helm,status=deployed')}`;
  const allowance = { left: mostUnpackedMb * 1024 * 1024 };
  const unread: UnreadRelease[] = [];
  let beyond = 0;
  const judgeSecret = async (secret: RawReleaseSecret): Promise<readonly T[]> => {
    if (allowance.left <= 0) {
      beyond += 1;
      return [];
    }
    const read = await toHelmRelease(secret, allowance);
    if (!('why' in read)) return [judge(read)];
    unread.push(read);
    return [];
  };
  const judged = await listItems(client, path, judgeSecret, {
    pageSize: releasesOfPage,
    onPage,
    onUnreadable: ({ resource, why }) => unread.push({ secret: resource.replace(/^Secret\//, ''), why }),
  });
  return { judged: judged.flat(), unread, beyond };
}
