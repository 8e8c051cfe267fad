import { stringify } from 'yaml';

/** Application id of the AKS server in Entra: the audience of tokens for the Kubernetes API (a published constant). */
export const kubernetesAudience = '6dae42f8-4368-4678-94ff-3960e28e3630';
const kubeloginClient = '80faf920-1908-4b52-b5ef-a8e7bedfc67a';

export interface KubeconfigParts {
  readonly cluster: string;
  readonly group: string;
  readonly server: string;
  readonly authorityPem: string;
  readonly role: 'clusterUser' | 'clusterAdmin';
  readonly user: { readonly token: string } | { readonly tenant: string };
}

/** A kubeconfig with the names AKS gives: user `clusterUser_GROUP_NAME`, context NAME, as azure-cli writes them. */
export function kubeconfig(parts: KubeconfigParts): string {
  const user = `${parts.role}_${parts.group}_${parts.cluster}`;
  const authority = Buffer.from(parts.authorityPem).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: parts.cluster, cluster: { 'certificate-authority-data': authority, server: parts.server } },
    ],
    contexts: [{ name: parts.cluster, context: { cluster: parts.cluster, user } }],
    'current-context': parts.cluster,
    users: [
      {
        name: user,
        user: 'token' in parts.user ? { token: parts.user.token } : { exec: kubelogin(parts.user.tenant) },
      },
    ],
  });
}

function kubelogin(tenant: string): Record<string, unknown> {
  return {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'kubelogin',
    args: [
      'get-token',
      '--login',
      'devicecode',
      '--server-id',
      kubernetesAudience,
      '--client-id',
      kubeloginClient,
      '--tenant-id',
      tenant,
      '--environment',
      'AzurePublicCloud',
    ],
    env: null,
    installHint: 'kubelogin is not installed: see https://aka.ms/aks/kubelogin',
    provideClusterInfo: false,
  };
}
