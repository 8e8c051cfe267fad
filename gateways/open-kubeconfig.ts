import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { CredentialSettings } from './azure/sign-in/credential.ts';
import {
  type BaselineDoor,
  type BaselineDoorOptions,
  openBaselineDoor,
} from './kubernetes/audit/audit-client.ts';
import { type HardeningDoor, openHardeningDoor } from './kubernetes/audit/hardening-client.ts';
import { openCluster, type Work } from './kubernetes/client/cluster-client.ts';
import type { KubeconfigChoice } from './kubernetes/client/kubeconfig.ts';
import { type DrainDoor, openDrainDoor } from './kubernetes/drain/drain-client.ts';
import { openRemovalDoor, type RemovalDoor } from './kubernetes/removal/removal-client.ts';

export interface KubeconfigDoor {
  drainDoor(signal: AbortSignal): DrainDoor;
  removalDoor(work: Work): RemovalDoor;
  baselineDoor(signal: AbortSignal, options?: BaselineDoorOptions): BaselineDoor;
  hardeningDoor(signal: AbortSignal): HardeningDoor;
  /** Ends idle connections, so that the process can. */
  close(): Promise<void>;
}

/**
 * The cluster that a kubeconfig names, without Azure: only where it brings no identity of its own an Entra token is
 * fetched for it. Throws a FailureError (`invalid-request`) for what is no kubeconfig.
 */
export async function openKubeconfig(
  text: string,
  choice: KubeconfigChoice,
  settings: CredentialSettings,
): Promise<KubeconfigDoor> {
  const client = await openCluster(text, (scope) => entraToken(settings, scope), choice);
  return {
    drainDoor: (signal) => openDrainDoor(client, signal),
    removalDoor: (work) => openRemovalDoor((call) => call(client), work),
    baselineDoor: (signal, options) => openBaselineDoor((call) => call(client), signal, options),
    hardeningDoor: (signal) => openHardeningDoor(client, signal),
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
