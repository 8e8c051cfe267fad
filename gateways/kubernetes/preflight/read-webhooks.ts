import type { UnreadableItem } from '#domain/observation.ts';
import type { AdmissionWebhook } from '#domain/preflight/findings/preflight-readings.ts';
import type { ClusterClient } from '../client/cluster-client.ts';
import { type ListOptions, listItems, selecting } from '../client/list-items.ts';
import { nullAtStatus } from '../client/null-on-status.ts';

const group = '/apis/admissionregistration.k8s.io/v1';
/** Clusters have a handful; one request each for who answers. */
const mostServices = 20;

export interface RawWebhook {
  readonly name?: string;
  readonly failurePolicy?: string;
  readonly clientConfig?: { readonly service?: { readonly namespace?: string; readonly name?: string } };
  readonly rules?: readonly {
    readonly operations?: readonly string[];
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
  }[];
}

interface RawConfiguration {
  readonly webhooks?: readonly RawWebhook[];
}

interface RawSlice {
  readonly endpoints?:
    | readonly {
        readonly nodeName?: string;
        readonly conditions?: { readonly ready?: boolean | null };
      }[]
    | null;
}

/** Those that must answer for a drain to continue: two lists, and a request for each service behind them. */
export async function readWebhooks(
  client: ClusterClient,
  options: ListOptions = {},
): Promise<readonly AdmissionWebhook[]> {
  const webhooksOf = ({ webhooks }: RawConfiguration) => webhooks ?? [];
  const [validating, mutating] = await Promise.all([
    listItems(client, `${group}/validatingwebhookconfigurations`, webhooksOf, options),
    listItems(client, `${group}/mutatingwebhookconfigurations`, webhooksOf, options),
  ]);
  const found = [...validating, ...mutating].flat().flatMap(toWebhook);
  const services = [...new Set(found.flatMap(({ service }) => service ?? []))].slice(0, mostServices);
  const answering = new Map<string, readonly string[] | null>();
  for (const service of services) answering.set(service, await readAnswering(client, service, options));
  return found.map((each) => ({ ...each, answering: answering.get(each.service ?? '') ?? null }));
}

/** None where it may be passed over, or is asked about nothing that an upgrade does. Absent: Fail (v1). */
export function toWebhook({
  name = '',
  failurePolicy = 'Fail',
  clientConfig,
  rules = [],
}: RawWebhook): readonly Omit<AdmissionWebhook, 'answering'>[] {
  const { namespace, name: service } = clientConfig?.service ?? {};
  const asked = questions.filter(({ resource }) => rules.some((rule) => isAbout(rule, resource)));
  if (failurePolicy !== 'Fail' || asked.length === 0) return [];
  return [
    {
      name,
      asked: asked.map(({ words }) => words),
      service: namespace === undefined || service === undefined ? null : `${namespace}/${service}`,
    },
  ];
}

/** An eviction is the creation of a subresource. */
const questions = [
  { words: 'evictions', resource: 'pods/eviction' },
  { words: 'new pods', resource: 'pods' },
  { words: 'new nodes', resource: 'nodes' },
] as const;

function isAbout(
  { operations = [], apiGroups = [], resources = [] }: NonNullable<RawWebhook['rules']>[number],
  resource: string,
): boolean {
  const [kind = '', subresource] = resource.split('/');
  const patterns =
    subresource === undefined ? [kind, '*', '*/*'] : [resource, `${kind}/*`, `*/${subresource}`, '*/*'];
  return (
    operations.some((each) => each === 'CREATE' || each === '*') &&
    apiGroups.some((each) => each === '' || each === '*') &&
    resources.some((each) => patterns.includes(each))
  );
}

/** null: refused, or one of the service's slices is not what the API says. */
async function readAnswering(
  client: ClusterClient,
  service: string,
  { onUnreadable }: ListOptions,
): Promise<readonly string[] | null> {
  const [namespace = '', name = ''] = service.split('/');
  const selected = selecting('labelSelector', `kubernetes.io/service-name=${name}`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices${selected}`;
  const readyOf = ({ endpoints }: RawSlice) =>
    (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
  const odd: UnreadableItem[] = [];
  const slices = await nullAtStatus([403], () =>
    listItems(client, path, readyOf, onUnreadable && { onUnreadable: (item) => odd.push(item) }),
  );
  for (const each of odd) onUnreadable?.(each);
  return slices === null || odd.length > 0 ? null : slices.flat().map(({ nodeName }) => nodeName ?? '');
}
