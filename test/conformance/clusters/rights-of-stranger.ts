import { RbacAuthorizationV1Api, type V1PolicyRule } from '@kubernetes/client-node';
import type { RealBench } from './real-bench.ts';

const role = 'as-documented';
const apiGroup = 'rbac.authorization.k8s.io';

/** Gives the user `stranger`, who may do nothing, these rights in the whole cluster. */
export async function grant({ client }: RealBench, rules: readonly V1PolicyRule[]): Promise<void> {
  const rbac = client.api(RbacAuthorizationV1Api);
  await rbac.createClusterRole({ body: { metadata: { name: role }, rules: [...rules] } });
  await rbac.createClusterRoleBinding({
    body: {
      metadata: { name: role },
      roleRef: { apiGroup, kind: 'ClusterRole', name: role },
      subjects: [{ apiGroup, kind: 'User', name: 'stranger' }],
    },
  });
}

/** Takes them away, where there are any. */
export async function takeAway({ client }: RealBench): Promise<void> {
  const rbac = client.api(RbacAuthorizationV1Api);
  await rbac.deleteClusterRoleBinding({ name: role }).catch(() => undefined);
  await rbac.deleteClusterRole({ name: role }).catch(() => undefined);
}
