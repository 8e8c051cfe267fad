import { FailureError } from '#domain/failure-error.ts';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import { type AuditClient, type AuditClientOptions, openAuditClient } from './audit/audit-client.ts';
import { type HardeningClient, openHardeningClient } from './audit/hardening-client.ts';
import { keepClients } from './client/client-cache.ts';
import { type ClusterClient, type EntraTokens, openCluster, type Work } from './client/cluster-client.ts';
import { asFailures } from './client/kubernetes-failure.ts';
import { listNodes } from './client/list-items.ts';
import { toNode } from './client/to-node.ts';
import { type DrainClient, openDrainClient } from './drain/drain-client.ts';
import { type RollingReaders, rollingReaders } from './drain/rolling-upgrade-readers.ts';
import { type HealthReaders, healthReaders } from './health/health-readers.ts';
import { type PreflightReaders, preflightReaders } from './preflight/preflight-readers.ts';
import { openRebootClient, type RebootClient } from './reboot/reboot-client.ts';
import { openRemovalClient, type RemovalClient } from './removal/removal-client.ts';

/** The gateway to the clusters' API servers. Whatever fails leaves as a FailureError. */
export interface KubernetesGateway {
  /** Every node, or those of one pool. */
  nodes(resourceId: string, pool?: string): Promise<readonly KubernetesNode[]>;
  /** "1.34.1" */
  serverVersion(resourceId: string): Promise<string>;
  /** Health, part by part; what is asked ends with the work's signal. */
  health(resourceId: string, work: Work): HealthReaders;
  /** What a drain would meet, part by part; what is asked ends with the work's signal. */
  preflight(resourceId: string, work: Work): PreflightReaders;
  /** An upgrade that runs, part by part; what is asked ends with the work's signal. */
  rolling(resourceId: string, work: Work): RollingReaders;
  /** Everything that a drain asks, for one piece of work: it ends with the signal. */
  drainClient(resourceId: string, signal: AbortSignal): Promise<DrainClient>;
  /** Everything that reboots ask, likewise. */
  rebootClient(resourceId: string, signal: AbortSignal): Promise<RebootClient>;
  /** Everything that an audit asks, likewise. */
  auditClient(resourceId: string, signal: AbortSignal, options?: AuditClientOptions): AuditClient;
  /** Reads who uses API versions that are removed. */
  removalClient(resourceId: string, work: Work): RemovalClient;
  /** Everything that hardening asks, likewise. */
  hardeningClient(resourceId: string, signal: AbortSignal): Promise<HardeningClient>;
  /** Closes a cluster's connections; the next read opens them again. */
  release(resourceId: string): void;
  /** Ends idle connections, so that the process can. */
  close(): Promise<void>;
}

export interface KubernetesSettings {
  /** Kubeconfig text for a cluster. */
  readonly readKubeconfig: (resourceId: string) => Promise<string>;
  readonly entra: EntraTokens;
  /** Images, by digest, that pods which are root on nodes may have. */
  readonly privilegedPodImages: readonly string[];
}

export function openKubernetes(settings: KubernetesSettings): KubernetesGateway {
  const clients = keepClients((resourceId) =>
    settings.readKubeconfig(resourceId).then((text) => openCluster(text, settings.entra)),
  );
  const ask = <T>(resourceId: string, call: (client: ClusterClient) => Promise<T>): Promise<T> =>
    asFailures(async () => call(await clients.of(resourceId))).catch((error: unknown) => {
      // A refusal proves that the connection works: concurrent requests keep theirs.
      const isForbidden = error instanceof FailureError && error.failure.code === 'Forbidden';
      if (!isForbidden) clients.drop(resourceId);
      throw error;
    });
  return {
    nodes: (resourceId, pool) => ask(resourceId, (client) => listNodes(client, pool ?? null, toNode)),
    serverVersion: (resourceId) =>
      ask(resourceId, async (client) => (await client.version.getCode()).gitVersion.replace(/^v/, '')),
    health: (resourceId, work) => healthReaders((call) => ask(resourceId, call), work),
    preflight: (resourceId, work) => preflightReaders((call) => ask(resourceId, call), work),
    rolling: (resourceId, work) => rollingReaders((call) => ask(resourceId, call), work),
    drainClient: (resourceId, signal) => ask(resourceId, async (client) => openDrainClient(client, signal)),
    rebootClient: (resourceId, signal) =>
      ask(resourceId, async (client) => openRebootClient(client, signal, settings.privilegedPodImages)),
    auditClient: (resourceId, signal, options) =>
      openAuditClient((call) => ask(resourceId, call), signal, options),
    removalClient: (resourceId, work) => openRemovalClient((call) => ask(resourceId, call), work),
    hardeningClient: (resourceId, signal) =>
      ask(resourceId, async (client) => openHardeningClient(client, signal)),
    release: (resourceId) => clients.drop(resourceId),
    close: () => clients.close(),
  };
}
