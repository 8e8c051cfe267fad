import { readFileSync } from 'node:fs';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import { ClientSecretCredential } from '@azure/identity';
import type { RunningSimulator } from '../processes/simulator-process.ts';

/** The unmodified SDK credential, which trusts the simulator's authority. */
export function credentialFor({ ready }: RunningSimulator): ClientSecretCredential {
  const {
    AZURE_TENANT_ID = '',
    AZURE_CLIENT_ID = '',
    AZURE_CLIENT_SECRET = '',
    AZURE_AUTHORITY_HOST,
  } = ready.env;
  return new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, {
    authorityHost: AZURE_AUTHORITY_HOST,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: readFileSync(ready.caFile, 'utf8') },
  });
}

/** The unmodified SDK client, without retries of its own. */
export function armClientFor(simulator: RunningSimulator): ContainerServiceClient {
  const { ready } = simulator;
  return new ContainerServiceClient(credentialFor(simulator), ready.subscriptions[0] ?? '', {
    endpoint: ready.url,
    tlsOptions: { ca: readFileSync(ready.caFile, 'utf8') },
    retryOptions: { maxRetries: 0 },
  });
}
