import { type ClusterClient, openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import { noEntra } from '../../test/builders/no-entra.ts';

interface Listed {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: object };
  readonly aggregationRule?: object;
  readonly rules?: readonly object[] | null;
  readonly roleRef?: object;
  readonly subjects?: readonly object[];
}

const kinds = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];
const apiVersion = 'rbac.authorization.k8s.io/v1';

/**
 * The text of domain/audit/rbac/default-roles.json: every role and binding that a new API server makes, an object a line, without
 * what the server writes into it. Aggregated roles are without the rules that the controller gathers.
 */
export async function readDefaultRoles(kubeconfig: string): Promise<string> {
  const client = await openCluster(kubeconfig, noEntra);
  try {
    const rows = await Promise.all(kinds.map((kind) => listDefaults(client, kind)));
    return `[\n${rows
      .flat()
      .map((each) => JSON.stringify(each))
      .join(',\n')}\n]\n`;
  } finally {
    await client.close();
  }
}

async function listDefaults(client: ClusterClient, kind: string): Promise<readonly object[]> {
  const query = 'labelSelector=kubernetes.io/bootstrapping%3Drbac-defaults';
  const { text } = await client.get(`/apis/${apiVersion}/${kind.toLowerCase()}s?${query}`);
  const { items } = JSON.parse(text) as { readonly items: readonly Listed[] };
  return items.map(
    ({ metadata: { name, namespace, labels }, aggregationRule, rules, roleRef, subjects }) => ({
      apiVersion,
      kind,
      metadata: { name, namespace, labels },
      aggregationRule,
      rules: aggregationRule === undefined ? (rules ?? undefined) : undefined,
      roleRef,
      subjects,
    }),
  );
}
