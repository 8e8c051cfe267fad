import { KubeConfig, type User } from '@kubernetes/client-node';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { type EntraRules, entraScopeOf } from './entra-rules.ts';

/** How to reach a cluster and as whom. */
export interface ClusterAccess {
  readonly config: KubeConfig;
  readonly server: string;
  /** Scope of the Entra token to bring along; null: the kubeconfig has an identity of its own. */
  readonly tokenScope: string | null;
}

/** Which of its contexts, and where the files that it names by relative paths are. */
export interface KubeconfigChoice {
  /** Absent: the current one. */
  readonly context?: string;
  /** Absent: it names no files, as those that AKS gives. */
  readonly folder?: string;
}

/**
 * Reads a kubeconfig. An exec plugin is dropped, never run: the token comes from our own credential. A token or
 * client certificate is used as it is. Throws a FailureError (`invalid-request`) for text that is no kubeconfig, for
 * impersonation, and as `entraScopeOf`.
 */
export function readKubeconfig(
  text: string,
  rules: EntraRules,
  { context, folder }: KubeconfigChoice = {},
): ClusterAccess {
  const source = new KubeConfig();
  load(source, text);
  if (context !== undefined) source.setCurrentContext(context);
  if (folder !== undefined) source.makePathsAbsolute(folder);
  const cluster = source.getCurrentCluster();
  const user = source.getCurrentUser();
  if (cluster === null || user === null)
    throw unreadable(`The kubeconfig names no cluster or no user${context ? ` in context ${context}` : ''}.`);
  if (user.impersonateUser)
    throw unreadable(
      `The kubeconfig impersonates ${user.impersonateUser} (as:); Drydock does not impersonate.`,
    );
  const config = new KubeConfig();
  config.loadFromClusterAndUser(cluster, ownIdentity(user));
  return { config, server: cluster.server, tokenScope: entraScopeOf(cluster, user, rules) };
}

/** The library throws plain errors, and TypeErrors for a document that is no mapping. */
function load(source: KubeConfig, text: string): void {
  try {
    source.loadFromString(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw unreadable(`The kubeconfig cannot be read: ${why}`);
  }
}

function unreadable(message: string): FailureError {
  return new FailureError(failure('invalid-request', message));
}

/** PEM of the authority that the current cluster's kubeconfig carries, and the name that its server has to show. */
export function authorityOf(config: KubeConfig): {
  readonly authority: string | null;
  readonly serverName?: string;
} {
  const { caData, tlsServerName } = config.getCurrentCluster() ?? {};
  return {
    authority: caData === undefined ? null : Buffer.from(caData, 'base64').toString('utf8'),
    ...(tlsServerName !== undefined && { serverName: tlsServerName }),
  };
}

function ownIdentity(user: User): User {
  const { name, token, certData, keyData, certFile, keyFile, username, password } = user;
  return { name, token, certData, keyData, certFile, keyFile, username, password };
}
