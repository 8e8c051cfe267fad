import type { V1DaemonSet, V1Pod } from '@kubernetes/client-node';
import { samplesInText } from '#domain/metric/prometheus-text.ts';
import { kuredContainer } from '#domain/reboot/find-kured.ts';
import type { KuredMetric } from '#domain/reboot/judge-reboot-need.ts';
import { readKuredArguments } from '#domain/reboot/kured-arguments.ts';
import { kuredMetricIn, kuredMetricName } from '#domain/reboot/kured-samples.ts';
import type { ClusterClient } from '../client/cluster-client.ts';
import { listItems, selecting } from '../client/list-items.ts';
import { toDaemonSetView } from './to-daemon-set-view.ts';

/** The API server's way to what a pod serves. */
export interface MetricsOfPod {
  readonly namespace: string;
  readonly path: string;
}

const usualPort = '8080';

/** By the names of their nodes; only of pods that the daemon set has made. */
export async function findMetrics(
  client: ClusterClient,
  daemonSet: V1DaemonSet,
): Promise<ReadonlyMap<string, MetricsOfPod>> {
  const { namespace = '', uid: owner } = daemonSet.metadata ?? {};
  const container = kuredContainer(toDaemonSetView(daemonSet));
  const port = (container === null ? [] : readKuredArguments(container)('metrics-port')).at(-1) ?? usualPort;
  const labels = Object.entries(daemonSet.spec?.selector.matchLabels ?? {})
    .map(([label, value]) => `${label}=${value}`)
    .join(',');
  const list = `/api/v1/namespaces/${namespace}/pods`;
  const pods = await listItems(
    client,
    `${list}${selecting('labelSelector', labels)}`,
    ({ metadata, spec }: V1Pod) => ({
      isOwn: metadata?.ownerReferences?.some(({ uid }) => uid === owner) ?? false,
      node: spec?.nodeName ?? '',
      path: `${list}/${encodeURIComponent(`${metadata?.name}:${port}`)}/proxy/metrics`,
    }),
  );
  const own = pods.filter(({ isOwn }) => isOwn);
  return new Map(own.map(({ node, path }) => [node, { namespace, path }]));
}

/** What may not be read is reported with the missing permission. */
export async function readMetric(
  client: ClusterClient,
  node: string,
  { namespace, path }: MetricsOfPod,
): Promise<KuredMetric> {
  const { status, text } = await client.get(path, 'text/plain');
  if (status === 403)
    return { unread: `kured's metric may not be read: that takes "get" of pods/proxy in ${namespace}` };
  if (status !== 200)
    return { unread: `kured's metric could not be read: the API server answered ${status}` };
  const found = kuredMetricIn(samplesInText(text, kuredMetricName), node);
  return found ?? { unread: `the metrics of its kured have no ${kuredMetricName} for it` };
}
