import { ContainerServiceClient } from '@azure/arm-containerservice';
import {
  bearerTokenAuthenticationPolicyName,
  createDefaultHttpClient,
  type HttpClient,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { AzureCloud } from '#domain/azure-cloud.ts';
import { type RateLimiter, rateLimitPolicy } from '../limits/rate-limiter.ts';
import { armTimeouts } from './arm-timeouts.ts';
import { failurePolicy, longWaitPolicy } from './failure-policy.ts';
import { notAfterPolicy } from './not-after-policy.ts';
import { sameOriginPolicy } from './same-origin-policy.ts';

/** The api-version of raw requests: the default of this SDK version. */
export const apiVersion = '2026-06-01';

export interface ArmClients {
  readonly endpoint: string;
  readonly http: HttpClient;
  /** Repeats a read that failed. */
  reader(subscriptionId: string): ContainerServiceClient;
  /** Never retries: the caller decides whether a request may be sent again. */
  mutator(subscriptionId: string): ContainerServiceClient;
}

/** The SDK's clients with our policies, one pair per subscription, over shared connections. */
export function openClients(
  { armEndpoint: endpoint, armScope: scope }: Pick<AzureCloud, 'armEndpoint' | 'armScope'>,
  credential: TokenCredential,
  limiter: RateLimiter,
): ArmClients {
  const http = createDefaultHttpClient();
  const { retries } = armTimeouts;
  const opened = new Map<string, ContainerServiceClient>();
  const client = (subscriptionId: string, maxRetries: number) => {
    const key = `${maxRetries} ${subscriptionId.toLowerCase()}`;
    const found =
      opened.get(key) ??
      openClient({ endpoint, scope, credential, limiter, http, subscriptionId, maxRetries });
    opened.set(key, found);
    return found;
  };
  return {
    endpoint,
    http,
    reader: (subscriptionId) => client(subscriptionId, retries.read),
    mutator: (subscriptionId) => client(subscriptionId, retries.change),
  };
}

interface ClientSettings {
  readonly endpoint: string;
  readonly scope: string;
  readonly credential: TokenCredential;
  readonly limiter: RateLimiter;
  readonly http: HttpClient;
  readonly subscriptionId: string;
  readonly maxRetries: number;
}

function openClient(settings: ClientSettings): ContainerServiceClient {
  const { endpoint, scope, credential, limiter, http, subscriptionId, maxRetries } = settings;
  const { first, longest } = armTimeouts.retryDelayMs;
  const client = new ContainerServiceClient(credential, subscriptionId, {
    endpoint,
    apiVersion,
    httpClient: http,
    credentials: { scopes: [scope] },
    retryOptions: { maxRetries, retryDelayInMs: first, maxRetryDelayInMs: longest },
    userAgentOptions: { userAgentPrefix: 'drydock' },
    additionalPolicies: [
      longWaitPolicy(),
      sameOriginPolicy(endpoint),
      rateLimitPolicy(limiter),
      notAfterPolicy(),
    ].map((policy) => ({ policy, position: 'perRetry' as const })),
  });
  client.pipeline.addPolicy(failurePolicy(), { beforePolicies: [bearerTokenAuthenticationPolicyName] });
  return client;
}
