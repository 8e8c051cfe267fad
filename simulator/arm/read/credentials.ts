import { kubeconfig } from '../../access/kubeconfig.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import { objectAt } from '../../values/json-value.ts';
import { type ArmAnswer, type ArmCall, clusterOf } from '../request/arm-call.ts';
import { providerError } from '../request/arm-error.ts';

/** What kubeconfigs are made of besides the cluster. */
export interface Keys {
  readonly authorityPem: string;
  readonly tenant: string;
  /** The static token of a cluster's own kubeconfig. */
  staticToken(cluster: ManagedCluster): string;
}

/** `format=exec` names kubelogin, `azure` a token; without it the service decides: exec for Entra clusters. */
export function userCredential(keys: Keys): (call: ArmCall) => ArmAnswer {
  return (call) => {
    const cluster = clusterOf(call);
    const isEntra = Object.keys(objectAt(cluster.properties, 'aadProfile')).length > 0;
    const isExec = isEntra && call.query.get('format') !== 'azure';
    const user = isExec ? { tenant: keys.tenant } : { token: keys.staticToken(cluster) };
    return answer(call, keys, cluster, 'clusterUser', user);
  };
}

export function adminCredential(keys: Keys): (call: ArmCall) => ArmAnswer {
  return (call) => {
    const cluster = clusterOf(call);
    if (cluster.properties.disableLocalAccounts === true) {
      throw providerError(
        400,
        'BadRequest',
        'Getting static credential is not allowed because this cluster is set to disable local accounts.',
      );
    }
    return answer(call, keys, cluster, 'clusterAdmin', { token: keys.staticToken(cluster) });
  };
}

function answer(
  call: ArmCall,
  keys: Keys,
  cluster: ManagedCluster,
  role: 'clusterUser' | 'clusterAdmin',
  user: { readonly token: string } | { readonly tenant: string },
): ArmAnswer {
  const server = `${call.origin}${cluster.kubernetesPath}`;
  const { group, name } = cluster;
  const text =
    cluster.kubeconfig ??
    kubeconfig({ cluster: name, group, server, authorityPem: keys.authorityPem, role, user });
  return {
    status: 200,
    body: { kubeconfigs: [{ name: role, value: Buffer.from(text).toString('base64') }] },
  };
}
