import type { Fields } from '#domain/removal/features/fields.ts';
import type { LiveObject } from '#domain/removal/objects/judge-live-object.ts';
import type { PlannedList } from '#domain/removal/objects/reading-plan.ts';
import type { ServerUsage } from '#domain/removal/usage/usage-count.ts';
import type { ClusterClient, Work } from '../client/cluster-client.ts';
import { asFailures } from '../client/kubernetes-failure.ts';
import { listItems, selecting } from '../client/list-items.ts';
import { nullAtStatus } from '../client/null-on-status.ts';
import { readServerGroups, readServerMinor, readServerUsage } from '../client/read-server.ts';
import { type HelmRelease, toHelmRelease } from './to-helm-release.ts';
import { type RawPartialObject, toLiveObject } from './to-live-object.ts';

/** What a scan asks of one cluster. Whatever fails leaves as a FailureError. Of secrets only Helm's releases are read. */
export interface RemovalClient {
  /** Of Kubernetes 1. */
  serverMinor(): Promise<number>;
  /** The groups that it serves, each in the version it prefers: "apps" -> "apps/v1". */
  groups(): Promise<ReadonlyMap<string, string>>;
  /** Of each object what `pick` makes of it; null: the server does not serve the kind. */
  objects<T>(list: PlannedList, pick: Pick<T>): Promise<readonly T[] | null>;
  /** Of the API server that answers: there may be several, each counts for itself. */
  usage(): Promise<ServerUsage>;
  releases(): Promise<Releases>;
  /** So far; pages are requests too. */
  requests(): number;
  pages(): number;
}

/** `whole`: all of it, or its metadata alone, as the list is planned. */
type Pick<T> = (object: LiveObject, whole: Fields) => T;

interface Releases {
  readonly releases: readonly HelmRelease[];
  /** Names of secrets that cannot be read: "shop/sh.helm.release.v1.web.v3". */
  readonly damaged: readonly string[];
}

const metadataOnly =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;q=0.9';
/** A release can be as large as a secret: a megabyte. */
const releasesOfPage = 20;

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
    objects: (list, pick) => ask((client) => readObjects(client, list, pick, onPage)),
    usage: () => ask(readServerUsage),
    releases: () => ask((client) => listReleases(client, onPage)),
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
): Promise<readonly T[] | null> {
  const path = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}/${plural}`;
  const pickItem = (item: RawPartialObject & Fields) => pick(toLiveObject(kind, item), item);
  const options = { pageSize, onPage, isUnchecked: true, ...(!isWhole && { accept: metadataOnly }) };
  return nullAtStatus([404], () => listItems(client, path, pickItem, options));
}

async function listReleases(client: ClusterClient, onPage: () => void): Promise<Releases> {
  const path = `/api/v1/secrets${selecting('labelSelector', 'owner=helm,status=deployed')}`;
  const found = await listItems(client, path, toHelmRelease, { pageSize: releasesOfPage, onPage });
  return {
    releases: found.filter((each) => typeof each !== 'string'),
    damaged: found.filter((each) => typeof each === 'string'),
  };
}
