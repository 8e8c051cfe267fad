import { FailureError } from '#domain/failure-error.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { asFailures } from '../client/azure-failure.ts';
import type { JsonObject } from '../client/json-object.ts';
import { listPages } from '../client/list-pages.ts';
import { armUrl, sendRaw } from '../client/raw-request.ts';

/** Each provider's own; what is read of these has been the same for years. */
const versions = {
  pricings: '2024-01-01',
  roleAssignments: '2022-04-01',
  diagnosticSettings: '2021-05-01-preview',
  deploymentSafeguards: '2025-07-01',
};

/** What an audit reads around a cluster, raw. */
export interface SurroundingsReaders {
  /** The cluster with its pools: the typed client would drop the fields of previews. */
  document(): Promise<JsonObject>;
  defenderPlan(): Promise<JsonObject>;
  /** At the cluster, in it and above it. */
  roleAssignments(): Promise<readonly JsonObject[]>;
  diagnosticSettings(): Promise<readonly JsonObject[]>;
  /** null: there are none. */
  safeguards(): Promise<JsonObject | null>;
}

export function surroundingsReaders(
  clients: ArmClients,
  resourceId: string,
  signal?: AbortSignal,
): SurroundingsReaders {
  const { subscriptionId } = parseResourceId(resourceId);
  const client = clients.reader(subscriptionId);
  const get = (path: string, version?: string) =>
    asFailures(signal, async () => {
      const url = armUrl(clients.endpoint, path, version);
      return (await sendRaw(clients, client, { method: 'GET', url, signal })).body;
    });
  const list = (path: string, version: string) =>
    asFailures(signal, () => listPages(clients, client, { path, version, signal }));
  return {
    document: () => get(resourceId),
    defenderPlan: () =>
      get(
        `/subscriptions/${subscriptionId}/providers/Microsoft.Security/pricings/Containers`,
        versions.pricings,
      ),
    roleAssignments: () =>
      list(`${resourceId}/providers/Microsoft.Authorization/roleAssignments`, versions.roleAssignments),
    diagnosticSettings: () =>
      list(`${resourceId}/providers/Microsoft.Insights/diagnosticSettings`, versions.diagnosticSettings),
    safeguards: () =>
      get(
        `${resourceId}/providers/Microsoft.ContainerService/deploymentSafeguards/default`,
        versions.deploymentSafeguards,
      ).catch((error: unknown) => {
        if (error instanceof FailureError && error.failure.kind === 'not-found') return null;
        throw error;
      }),
  };
}
