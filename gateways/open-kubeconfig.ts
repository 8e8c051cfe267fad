import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { CredentialSettings } from './azure/sign-in/credential.ts';
import { cloudFrom } from './cloud-settings.ts';
import {
  type AuditClient,
  type AuditClientOptions,
  openAuditClient,
} from './kubernetes/audit/audit-client.ts';
import { type HardeningClient, openHardeningClient } from './kubernetes/audit/hardening-client.ts';
import { openCluster, type Work } from './kubernetes/client/cluster-client.ts';
import { entraRulesFrom } from './kubernetes/client/entra-rules.ts';
import type { KubeconfigChoice } from './kubernetes/client/kubeconfig.ts';
import { type DrainClient, openDrainClient } from './kubernetes/drain/drain-client.ts';
import { openRemovalClient, type RemovalClient } from './kubernetes/removal/removal-client.ts';

export interface KubeconfigClient {
  drainClient(signal: AbortSignal): DrainClient;
  removalClient(work: Work): RemovalClient;
  auditClient(signal: AbortSignal, options?: AuditClientOptions): AuditClient;
  hardeningClient(signal: AbortSignal): HardeningClient;
  /** Ends idle connections, so that the process can. */
  close(): Promise<void>;
}

/**
 * The cluster that a kubeconfig names, without Azure: only where it brings no identity of its own an Entra token is
 * fetched for it, by the rules of the environment. Throws a FailureError (`invalid-request`) for what is no kubeconfig.
 */
export async function openKubeconfig(
  text: string,
  choice: KubeconfigChoice,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KubeconfigClient> {
  const cloud = cloudFrom(env);
  const rules = entraRulesFrom(env, cloud);
  const settings = { authorityHost: cloud.authorityHost, tenant: env.AZURE_TENANT_ID };
  const client = await openCluster(text, { rules, token: (scope) => entraToken(settings, scope) }, choice);
  return {
    drainClient: (signal) => openDrainClient(client, signal),
    removalClient: (work) => openRemovalClient((call) => call(client), work),
    auditClient: (signal, options) => openAuditClient((call) => call(client), signal, options),
    hardeningClient: (signal) => openHardeningClient(client, signal),
    close: () => client.close(),
  };
}

/** Azure's library takes longer to load than a small cluster to scan: only who needs a token of it waits for it. */
async function entraToken(settings: CredentialSettings, scope: string) {
  const { openCredential } = await import('./azure/sign-in/credential.ts');
  const token = await openCredential(settings).getToken(scope);
  if (token === null) throw new FailureError(failure('not-signed-in', `No token for ${scope}.`));
  return token;
}
