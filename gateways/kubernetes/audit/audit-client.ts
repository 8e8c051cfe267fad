import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import { podForm } from '#domain/audit/cluster/pod-form.ts';
import { isFinished, ownersOf } from '#domain/audit/cluster/workloads.ts';
import type { KubernetesObject } from '#domain/audit/kubernetes/api-objects.ts';
import { shapeOf } from '#domain/audit/kubernetes/malformations.ts';
import type { UnreadableItem } from '#domain/observation.ts';
import type { ServerUsage } from '#domain/removal/usage/usage-count.ts';
import type { ClusterClient, Work } from '../client/cluster-client.ts';
import { asFailures } from '../client/kubernetes-failure.ts';
import { listItems } from '../client/list-items.ts';
import { nullAtStatus } from '../client/null-on-status.ts';
import { readServerGroups, readServerMinor, readServerUsage } from '../client/read-server.ts';
import type { AuditList } from './audit-lists.ts';
import { bareObject } from './bare-object.ts';

/** What an audit asks of one cluster: lists page by page, each object bare. Whatever fails leaves as a FailureError. */
export interface AuditClient {
  /** Of Kubernetes 1. */
  serverMinor(): Promise<number>;
  /** Groups that are served, by name, with the versions to ask them at: the server's favourite first. */
  groups(): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * At the first of the versions that serves the kind; none where no version does. Of pods that one owner made alike the first
   * stands for all, unless every one is asked for. What is not what the API says is skipped, and `onUnreadable` gets it.
   */
  objects(
    list: AuditList,
    versions: readonly string[],
    onUnreadable: (item: UnreadableItem) => void,
  ): Promise<readonly KubernetesObject[]>;
  /** Of the API server that answers: there may be several, each counts for itself. */
  usage(): Promise<ServerUsage>;
  /** So far. */
  asked(): LiveReading['asked'];
}

export interface AuditClientOptions {
  /** Those that are alike, too. */
  readonly everyPod?: boolean;
  /** Called for each request. */
  readonly onRequest?: () => void;
}

/** `reach` hands over the cluster's client, as it is at that time. Everything asked through it ends with the signal. */
export function openAuditClient(
  reach: <T>(call: (client: ClusterClient) => Promise<T>) => Promise<T>,
  signal: AbortSignal,
  { everyPod = false, onRequest }: AuditClientOptions = {},
): AuditClient {
  let [requests, pages, objects] = [0, 0, 0];
  const work: Work = {
    signal,
    onRequest: () => {
      requests += 1;
      onRequest?.();
    },
  };
  const onPage = () => {
    pages += 1;
  };
  const isNew = everyPod ? () => true : firstOfItsForm();
  const pick = (apiVersion: string, kind: string, item: KubernetesObject) => {
    objects += 1;
    const bare = bareObject(apiVersion, kind, item);
    return isNew(bare) ? bare : null;
  };
  const ask = <T>(call: (client: ClusterClient) => Promise<T>): Promise<T> =>
    asFailures(() => reach((client) => call(client.forWork(work))), signal);
  return {
    serverMinor: () => ask(readServerMinor),
    groups: () => ask(readServerGroups),
    objects: (list, versions, onUnreadable) =>
      ask(async (client) => {
        for (const version of versions) {
          const found = await nullAtStatus([404], () =>
            readList(client, list, version, { pick, onPage, onUnreadable }),
          );
          if (found !== null) return found;
        }
        return [];
      }),
    usage: () => ask(readServerUsage),
    asked: () => ({ requests, pages, objects }),
  };
}

interface Reading {
  readonly pick: (apiVersion: string, kind: string, item: KubernetesObject) => KubernetesObject | null;
  readonly onPage: () => void;
  readonly onUnreadable: (item: UnreadableItem) => void;
}

async function readList(
  client: ClusterClient,
  { group, plural, kind, pageSize }: AuditList,
  version: string,
  { pick, onPage, onUnreadable }: Reading,
): Promise<readonly KubernetesObject[]> {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const path = `/${group === '' ? 'api' : 'apis'}/${apiVersion}/${plural}`;
  const items = { kind, shape: shapeOf({ apiVersion, kind }) };
  const options = { onPage, onUnreadable, items, ...(pageSize !== undefined && { pageSize }) };
  const found = await listItems(
    client,
    path,
    (item: KubernetesObject) => pick(apiVersion, kind, item),
    options,
  );
  return found.filter((each) => each !== null);
}

/** What no one owns has no like. */
function firstOfItsForm(): (object: KubernetesObject) => boolean {
  const seen = new Set<string>();
  return (object) => {
    const [owner] = object.kind === 'Pod' && !isFinished(object) ? ownersOf(object) : [];
    if (owner === undefined) return true;
    const form = `${owner} ${podForm(object)}`;
    if (seen.has(form)) return false;
    seen.add(form);
    return true;
  };
}
