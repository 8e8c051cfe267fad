import type { EntraTokens } from '#gateways/kubernetes/client/cluster-client.ts';

/** For clusters whose kubeconfig has an identity of its own. */
export const noEntra: EntraTokens = {
  rules: { applications: [], hosts: [] },
  token: () => Promise.reject(new Error('no Entra token was expected')),
};
