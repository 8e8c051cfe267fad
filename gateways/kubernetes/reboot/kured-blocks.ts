import type { V1DaemonSet } from '@kubernetes/client-node';
import { kuredContainer } from '#domain/reboot/find-kured.ts';
import { alertsIn, kuredBlockers, servicePath } from '#domain/reboot/kured-blockers.ts';
import type { ClusterClient } from '../client/cluster-client.ts';
import { nullAtStatus } from '../client/null-on-status.ts';
import { toDaemonSetView } from './to-daemon-set-view.ts';

const mostNamed = 3;

/**
 * Why the kured of this daemon set would not reboot that node now: its own blockers, asked in its order. What cannot be asked
 * blocks, as it does there. null: nothing does.
 */
export async function whyKuredBlocks(
  client: ClusterClient,
  daemonSet: V1DaemonSet,
  node: string,
): Promise<string | null> {
  const container = kuredContainer(toDaemonSetView(daemonSet));
  if (container === null) return null;
  const { alerts, podSelectors } = kuredBlockers(container);
  const { namespace = '' } = daemonSet.metadata ?? {};
  if (alerts !== null) {
    const because = await whyAlertsBlock(client, alerts, namespace);
    if (because !== null) return because;
  }
  for (const labelSelector of podSelectors) {
    const because = await whyPodsBlock(client, node, labelSelector);
    if (because !== null) return because;
  }
  return null;
}

async function whyAlertsBlock(
  client: ClusterClient,
  { address, query }: { readonly address: string; readonly query: string },
  namespace: string,
): Promise<string | null> {
  const service = servicePath(address, namespace);
  if (service === null)
    return `its Prometheus (${address}) is no service of the cluster, and cannot be asked for alerts`;
  const { status, text } = await client.get(`${service}/api/v1/query?query=${encodeURIComponent(query)}`);
  if (status === 403)
    return `its Prometheus (${address}) may not be asked for alerts: that takes "get" of services/proxy`;
  const alerts = status === 200 ? alertsIn(text) : null;
  if (alerts === null)
    return `its Prometheus (${address}) could not be asked for alerts: the answer was ${status}`;
  return alerts.length === 0 ? null : `active alerts: ${few(alerts)}`;
}

async function whyPodsBlock(
  client: ClusterClient,
  node: string,
  labelSelector: string,
): Promise<string | null> {
  const running = ['Succeeded', 'Failed', 'Unknown'].map((phase) => `status.phase!=${phase}`);
  const fieldSelector = [`spec.nodeName=${node}`, ...running].join(',');
  const found = await nullAtStatus([400], () =>
    client.core.listPodForAllNamespaces({ labelSelector, fieldSelector, limit: mostNamed + 1 }),
  );
  if (found === null) return `its pod selector "${labelSelector}" cannot be read`;
  const names = found.items.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`);
  return names.length === 0 ? null : `pods on ${node} that meet "${labelSelector}": ${few(names)}`;
}

function few(names: readonly string[]): string {
  const more = names.length > mostNamed ? ' and more' : '';
  return `${names.slice(0, mostNamed).join(', ')}${more}`;
}
