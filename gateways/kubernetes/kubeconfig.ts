import { type Cluster, KubeConfig, type User } from '@kubernetes/client-node';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/** The Entra application that every AKS cluster with Entra sign-in trusts (learn.microsoft.com, kubelogin). */
const aksServerApplication = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** How to reach a cluster and as whom. */
export interface ClusterAccess {
  readonly config: KubeConfig;
  readonly server: string;
  /** Scope of the Entra token to bring along; null: the kubeconfig has an identity of its own. */
  readonly tokenScope: string | null;
}

/**
 * Reads the kubeconfig that AKS gives. Its exec plugin is dropped, never run: the token comes from our own
 * credential. A local account's token or client certificate is used as it is.
 */
export function readKubeconfig(text: string): ClusterAccess {
  const source = new KubeConfig();
  source.loadFromString(text);
  const cluster = source.getCurrentCluster();
  const user = source.getCurrentUser();
  if (cluster === null || user === null)
    throw new FailureError(failure('invalid-request', 'The kubeconfig names no cluster or no user.'));
  const config = new KubeConfig();
  config.loadFromClusterAndUser(cluster, ownIdentity(user));
  return { config, server: cluster.server, tokenScope: scopeOf(cluster, user) };
}

function ownIdentity(user: User): User {
  const { name, token, certData, keyData, username, password } = user;
  return { name, token, certData, keyData, username, password };
}

function scopeOf(_cluster: Cluster, user: User): string | null {
  if (user.token || user.certData || user.username) return null;
  const args: readonly string[] = user.exec?.args ?? [];
  const server = args[args.indexOf('--server-id') + 1];
  return `${args.includes('--server-id') && server ? server : aksServerApplication}/.default`;
}
