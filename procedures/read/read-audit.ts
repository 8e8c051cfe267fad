import type { ArmFields } from '#domain/audit/azure/arm-fields.ts';
import { readArm } from '#domain/audit/azure/arm-view.ts';
import type { AzureSurroundings } from '#domain/audit/azure/azure-surroundings.ts';
import type { AuditedPart, UnreadPart } from '#domain/audit/cluster/audited-part.ts';
import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import type { KubernetesObject } from '#domain/audit/kubernetes/api-objects.ts';
import { textOf } from '#domain/audit/kubernetes/read-shape.ts';
import type { FailureKind } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import { parseNodeImage } from '#domain/version/node-image.ts';
import type { AuditClient, AuditClientOptions } from '#gateways/kubernetes/audit/audit-client.ts';
import {
  type AuditList,
  builtInLists,
  customLists,
  rightTo,
} from '#gateways/kubernetes/audit/audit-lists.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { mapBounded } from '../map-bounded.ts';

const atATime = 4;
const credentialRight = 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action';
const ofCluster: readonly AuditedPart[] = [
  'namespaces',
  'workloads',
  'daemon-sets',
  'nodes',
  'network-policies',
  'rbac',
  'ingresses',
  'services',
  'service-accounts',
  'api-usage',
];

/**
 * Reads what the security baseline of a cluster is judged by, from Azure and from its API server. A part that cannot be read is among
 * `unread`, with the right that it takes, and stops no other; so is all that the API server has, where it cannot be reached.
 * A FailureError ends it where Azure does not show the cluster for another reason than a missing right. Objects are bare; the lists are read page by page, four at a time.
 */
export async function readAudit(
  { azure, kubernetes }: Pick<Gateways, 'azure' | 'kubernetes'>,
  resourceId: string,
  signal: AbortSignal,
  options: AuditClientOptions = {},
): Promise<LiveReading> {
  const [ofAzure, ofServer] = await Promise.all([
    readAzure(azure, resourceId, signal),
    readServerOr(kubernetes.auditClient(resourceId, signal, options)),
  ]);
  return { ...ofServer, ...ofAzure, unread: [...ofAzure.unread, ...ofServer.unread] };
}

/** The same of the API server alone. Throws a FailureError where it does not say its version: then nothing can be read. */
export async function readServerAudit(client: AuditClient): Promise<LiveReading> {
  const serverMinor = await client.serverMinor();
  const unread: UnreadPart[] = [];
  const orUnread = orUnreadInto(unread);
  const served = await client.groups();
  const lists = [...builtInLists, ...customLists.filter(({ group }) => served.has(group))];
  const usage = await orUnread(['api-usage'], 'get /metrics', () => client.usage());
  const found = await mapBounded(lists, atATime, (list) =>
    orUnread(list.parts, rightTo(list), () =>
      client.objects(list, versionsOf(list, served), ({ resource, why }) =>
        unread.push(...list.parts.map((part) => ({ part, resource, permission: null, why, kind: null }))),
      ),
    ),
  );
  const objects = found.flatMap((each) => each ?? []);
  return { serverMinor, objects, usage, document: null, azure: null, unread, asked: client.asked() };
}

function versionsOf({ group }: AuditList, served: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return group === '' ? ['v1'] : (served.get(group) ?? ['v1']);
}

const nothing: LiveReading = {
  serverMinor: null,
  objects: [],
  usage: null,
  document: null,
  azure: null,
  unread: [],
  asked: { requests: 0, pages: 0, objects: 0 },
};

async function readServerOr(client: AuditClient): Promise<LiveReading> {
  try {
    return await readServerAudit(client);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { kind, message } = error.failure;
    // Before the API server can refuse anything Azure has to let us at it.
    const permission = kind === 'not-allowed' ? credentialRight : null;
    const unread = ofCluster.map((part) => ({
      part,
      resource: 'Cluster',
      permission,
      why: message,
      kind,
    }));
    return { ...nothing, unread };
  }
}

type OfAzure = Pick<LiveReading, 'document' | 'azure' | 'unread'>;

async function readAzure(
  azure: Gateways['azure'],
  resourceId: string,
  signal: AbortSignal,
): Promise<OfAzure> {
  const unread: UnreadPart[] = [];
  const orUnread = orUnreadInto(unread);
  const { subscriptionId } = parseResourceId(resourceId);
  const own = azure.surroundings(resourceId, signal);
  const aks = 'Microsoft.ContainerService';
  const [document, defenderPlan, roleAssignments, diagnosticSettings, maintenance, safeguards] =
    await Promise.all([
      orUnread(['azure-cluster'], `${aks}/managedClusters/read`, () => own.document(), ['not-allowed']),
      orUnread(['defender-plan'], 'Microsoft.Security/pricings/read', () => own.defenderPlan()),
      orUnread(['role-assignments'], 'Microsoft.Authorization/roleAssignments/read', () =>
        own.roleAssignments(),
      ),
      orUnread(['diagnostic-settings'], 'Microsoft.Insights/diagnosticSettings/read', () =>
        own.diagnosticSettings(),
      ),
      orUnread(
        ['maintenance-configurations'],
        `${aks}/managedClusters/maintenanceConfigurations/read`,
        async () => {
          const configurations = await azure.maintenanceConfigurations(resourceId, signal);
          if ('value' in configurations) return configurations.value;
          const { why, permission } = configurations.unread;
          unread.push(asUnread('maintenance-configurations', permission, why, 'not-allowed'));
          return null;
        },
      ),
      orUnread(['deployment-safeguards'], `${aks}/deploymentSafeguards/read`, () => own.safeguards()),
    ]);
  const newestImages =
    document === null
      ? null
      : await orUnread(['newest-images'], `${aks}/managedClusters/agentPools/upgradeProfiles/read`, () =>
          readNewestImages(azure, resourceId, document, signal),
        );
  const surroundings: AzureSurroundings = {
    newestImages,
    subscriptionId,
    defenderPlan,
    roleAssignments,
    diagnosticSettings,
    maintenance,
    safeguards,
  };
  return { document, azure: surroundings, unread };
}

/** Pools without an image of their own, or with one that AKS alone chooses. */
const managedModes: ReadonlySet<string> = new Set(['Machines', 'ManagedSystem']);

/** One pool of a system and a family of images is asked about for all of them. */
async function readNewestImages(
  azure: Gateways['azure'],
  resourceId: string,
  document: KubernetesObject,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const pools = readArm([document])?.pools ?? [];
  const own = pools.filter(({ fields }) => !managedModes.has(textOf(fields('mode'))));
  const named = own.map(({ fields }) => ({ name: textOf(fields('name')), kind: kindOfImage(fields) }));
  const alike = Map.groupBy(named, ({ kind }) => kind);
  const found = await mapBounded([...alike.values()], atATime, async (group) => {
    const image = await azure.latestNodeImage(resourceId, group[0]!.name, signal);
    return image === null ? [] : group.map(({ name }) => [name, image] as const);
  });
  return Object.fromEntries(found.flat());
}

function kindOfImage(fields: ArmFields): string {
  const image = textOf(fields('nodeImageVersion'));
  return [fields('osSku'), parseNodeImage(image)?.family ?? image].map((each) => textOf(each)).join(' ');
}

/** `kinds`: the failures that are not thrown on; null: none is. */
function orUnreadInto(unread: UnreadPart[]) {
  return async <T>(
    parts: readonly AuditedPart[],
    permission: string,
    read: () => Promise<T>,
    kinds: readonly FailureKind[] | null = null,
  ): Promise<T | null> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      const { kind, message } = error.failure;
      if (kinds !== null && !kinds.includes(kind)) throw error;
      unread.push(...parts.map((part) => asUnread(part, permission, message, kind)));
      return null;
    }
  };
}

function asUnread(part: AuditedPart, permission: string, why: string, kind: UnreadPart['kind']): UnreadPart {
  return { part, resource: 'Cluster', permission, why, kind };
}
