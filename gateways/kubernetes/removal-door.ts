import type { LiveObject } from '#domain/removal/judge-live-object.ts';
import type { LiveList } from '#domain/removal/live-lists.ts';
import type { ServerUsage } from '#domain/removal/server-usage.ts';
import type { ClusterClient, Work } from './cluster-client.ts';
import { asFailures } from './kubernetes-failure.ts';
import { listItems } from './list-items.ts';
import { nullAtStatus } from './null-at-status.ts';
import { readServerMinor, readServerUsage } from './read-server.ts';
import { type HelmRelease, toHelmRelease } from './to-helm-release.ts';
import { type RawPartialObject, toLiveObject } from './to-live-object.ts';

/** What a scan asks of one cluster. Whatever fails leaves as a FailureError. Only metadata is read, and Helm's releases. */
export interface RemovalDoor {
  /** Of Kubernetes 1. */
  serverMinor(): Promise<number>;
  /** null: the server does not serve it. */
  objects(list: LiveList): Promise<readonly LiveObject[] | null>;
  /** Of the API server that answers: there may be several, each counts for itself. */
  usage(): Promise<ServerUsage>;
  releases(): Promise<Releases>;
  /** So far; pages are requests too. */
  requests(): number;
  pages(): number;
}

interface Releases {
  readonly releases: readonly HelmRelease[];
  /** Names of secrets that cannot be read: "shop/sh.helm.release.v1.web.v3". */
  readonly damaged: readonly string[];
}

const metadataOnly =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;q=0.9';
/** A release can be as large as a secret: a megabyte. */
const releasesOfPage = 20;
const installed = encodeURIComponent('owner=helm,status=deployed');

/** Everything asked through it ends with the work's signal. */
export function openRemovalDoor(client: ClusterClient, { signal, onRequest }: Work): RemovalDoor {
  let [requests, pages] = [0, 0];
  const own = client.forWork({
    signal,
    onRequest: () => {
      requests += 1;
      onRequest();
    },
  });
  const paged: ClusterClient = {
    ...own,
    get(path, accept) {
      pages += 1;
      return own.get(path, accept);
    },
  };
  const ask = <T>(call: () => Promise<T>): Promise<T> => asFailures(call, signal);
  return {
    serverMinor: () => ask(() => readServerMinor(own)),
    objects: (list) => ask(() => listObjects(paged, list)),
    usage: () => ask(() => readServerUsage(own)),
    releases: () => ask(() => listReleases(paged)),
    requests: () => requests,
    pages: () => pages,
  };
}

async function listObjects(
  client: ClusterClient,
  { apiVersion, kind, plural }: LiveList,
): Promise<readonly LiveObject[] | null> {
  const path = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}/${plural}`;
  const pick = (item: RawPartialObject) => toLiveObject(kind, item);
  return nullAtStatus([404], () => listItems(client, path, pick, { accept: metadataOnly }));
}

async function listReleases(client: ClusterClient): Promise<Releases> {
  const found = await listItems(client, `/api/v1/secrets?labelSelector=${installed}`, toHelmRelease, {
    pageSize: releasesOfPage,
  });
  return {
    releases: found.filter((each) => typeof each !== 'string'),
    damaged: found.filter((each) => typeof each === 'string'),
  };
}
