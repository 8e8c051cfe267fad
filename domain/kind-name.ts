const apps = ['apps', 'extensions'];
const networking = ['networking.k8s.io', 'extensions'];
const rbac = ['rbac.authorization.k8s.io'];

/** Kinds that objects of other groups have, too; their groups, where all versions are of one and the same object. */
const groups: Readonly<Record<string, readonly string[]>> = {
  Pod: [''],
  PodTemplate: [''],
  ReplicationController: [''],
  ReplicaSet: apps,
  Deployment: apps,
  StatefulSet: apps,
  DaemonSet: apps,
  Job: ['batch', 'extensions'],
  CronJob: ['batch'],
  Service: [''],
  ServiceAccount: [''],
  Namespace: [''],
  Node: [''],
  Ingress: networking,
  NetworkPolicy: networking,
  Gateway: ['gateway.networking.k8s.io'],
  Role: rbac,
  RoleBinding: rbac,
  ClusterRole: rbac,
  ClusterRoleBinding: rbac,
  Rollout: ['argoproj.io'],
  Configuration: ['serving.knative.dev'],
};

interface Kinded {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
}

/** "Deployment"; "Service.serving.knative.dev": as kubectl tells an object of another group with the same kind from it. */
export function kindName({ apiVersion, kind }: Kinded): string {
  const name = typeof kind === 'string' ? kind : '';
  const [group = '', version] = (typeof apiVersion === 'string' ? apiVersion : '').split('/');
  const own = Object.hasOwn(groups, name) ? groups[name] : undefined;
  return own === undefined || version === undefined || own.includes(group) ? name : `${name}.${group}`;
}

/** "Service" of "Service.serving.knative.dev/shop/web" */
export function kindOfName(resource: string): string {
  return resource.split('/')[0]?.split('.')[0] ?? '';
}
