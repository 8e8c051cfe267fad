import type { Cluster, User } from '@kubernetes/client-node';
import type { AzureCloud } from '#domain/azure-cloud.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/** The Entra application that every AKS cluster with Entra sign-in trusts (learn.microsoft.com, kubelogin). */
const aksServerApplication = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** For whom Entra tokens may be asked, and where they may be sent. A kubeconfig decides neither. */
export interface EntraRules {
  /** Applications that a kubeconfig may name by --server-id. */
  readonly applications: readonly string[];
  /** Host names; `*.` stands for one label or more. */
  readonly hosts: readonly string[];
}

/**
 * The AKS server application, which is the same in every cloud, and the API servers of the cloud in use. DRYDOCK_API_SERVER_IDS and
 * DRYDOCK_API_SERVER_HOSTS (comma-separated) add to them.
 */
export function entraRulesFrom(
  env: Readonly<Record<string, string | undefined>>,
  { apiServerHost }: Pick<AzureCloud, 'apiServerHost'>,
): EntraRules {
  return {
    applications: [aksServerApplication, ...listOf(env.DRYDOCK_API_SERVER_IDS)],
    hosts: [apiServerHost, ...listOf(env.DRYDOCK_API_SERVER_HOSTS)],
  };
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').flatMap((each) => each.trim().toLowerCase() || []);
}

/**
 * The scope of the Entra token that a kubeconfig asks for; null: its user has an identity of its own. Throws a FailureError
 * (`invalid-request`) where it asks for a token that it must not get, or brings no identity.
 */
export function entraScopeOf(cluster: Cluster, user: User, rules: EntraRules): string | null {
  if (user.token || user.certData || user.certFile || user.username) return null;
  const application = applicationOf(user);
  if (!rules.applications.includes(application))
    throw refused(
      `asks for a token of the application ${application}; add it to DRYDOCK_API_SERVER_IDS if it is right`,
    );
  const server = URL.canParse(cluster.server) ? new URL(cluster.server) : null;
  if (server?.protocol !== 'https:' || cluster.skipTLSVerify === true)
    throw refused('would send an Entra token over a connection that is not verified https');
  if (cluster.proxyUrl) throw refused('would send an Entra token through a proxy of its own (proxy-url)');
  if (!rules.hosts.some((pattern) => isHost(server.hostname, pattern)))
    throw refused(
      `would send an Entra token to ${server.hostname}; add that host to DRYDOCK_API_SERVER_HOSTS if it is right`,
    );
  return `${application}/.default`;
}

/** kubelogin stands for Entra, as an exec plugin or in its older form; no other plugin does, and none is run. */
function applicationOf({ exec, authProvider }: User): string {
  const command: unknown = exec?.command;
  if (typeof command === 'string' && /(?:^|[/\\])kubelogin(?:\.exe)?$/.test(command)) {
    const args: readonly unknown[] = Array.isArray(exec?.args) ? exec.args : [];
    const named = args[args.indexOf('--server-id') + 1];
    return args.includes('--server-id') && typeof named === 'string'
      ? named.toLowerCase()
      : aksServerApplication;
  }
  if (authProvider?.name === 'azure') {
    const named: unknown = authProvider.config?.['apiserver-id'];
    return typeof named === 'string' ? named.toLowerCase() : aksServerApplication;
  }
  if (typeof command === 'string') throw refused(`signs in by the plugin ${command}, which is not run`);
  throw refused('brings no identity: no token, client certificate or kubelogin');
}

function isHost(hostname: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

function refused(why: string): FailureError {
  return new FailureError(failure('invalid-request', `The kubeconfig ${why}.`));
}
