import { join } from 'node:path';

export type Flags = Readonly<Record<string, string | number | boolean>>;

/** What the programs of one control plane have to know of each other: ports of the loopback interface, paths of files. */
export interface ControlPlanePlan {
  readonly folder: string;
  readonly ports: Readonly<
    Record<'etcd' | 'etcdPeer' | 'apiServer' | 'controllerManager' | 'scheduler', number>
  >;
  /** Of one who may do everything. */
  readonly kubeconfigFile: string;
  readonly tokenFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly signingKeyFile: string;
  readonly verifyingKeyFile: string;
}

/** The controllers that drains, health, rights and policies depend on, by the names of kube-controller-manager. */
const controllers = [
  'clusterrole-aggregation',
  'cronjob',
  'daemonset',
  'deployment',
  'disruption',
  'endpointslice',
  'garbage-collector',
  'horizontal-pod-autoscaler',
  'job',
  'namespace',
  'node-lifecycle',
  'pod-garbage-collector',
  'replicaset',
  'serviceaccount',
  'statefulset',
  'taint-eviction',
  'validatingadmissionpolicy-status',
].map((name) => `${name}-controller`);

export function etcdFlags({ folder, ports }: ControlPlanePlan): Flags {
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return {
    'data-dir': join(folder, 'etcd'),
    'listen-client-urls': etcdUrl(ports),
    'advertise-client-urls': etcdUrl(ports),
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `default=${peer}`,
    'unsafe-no-fsync': true,
    'log-level': 'error',
  };
}

export function apiServerFlags(plan: ControlPlanePlan): Flags {
  return {
    ...serving(plan, plan.ports.apiServer),
    'etcd-servers': etcdUrl(plan.ports),
    'advertise-address': '127.0.0.1',
    'service-account-issuer': 'https://127.0.0.1',
    'service-account-key-file': plan.verifyingKeyFile,
    'service-account-signing-key-file': plan.signingKeyFile,
    'service-cluster-ip-range': '10.0.0.0/24',
    'authorization-mode': 'RBAC',
    'token-auth-file': plan.tokenFile,
    // As of AKS: who brings no token is not known, in place of knowing him as no one.
    'anonymous-auth': false,
    // Pods would wait for accounts and their tokens, which nothing here needs.
    'disable-admission-plugins': 'ServiceAccount',
    'endpoint-reconciler-type': 'none',
    'allow-privileged': true,
    // Gone in 1.37: a version of which to find the writers.
    'runtime-config': 'networking.k8s.io/v1beta1=true',
    profiling: false,
  };
}

export function controllerManagerFlags(plan: ControlPlanePlan): Flags {
  return {
    ...serving(plan, plan.ports.controllerManager),
    ...asClient(plan),
    controllers: controllers.join(','),
    'service-account-private-key-file': plan.signingKeyFile,
    'use-service-account-credentials': false,
    'node-monitor-period': '1s',
    'node-monitor-grace-period': '60s',
  };
}

export function schedulerFlags(plan: ControlPlanePlan): Flags {
  return {
    ...serving(plan, plan.ports.scheduler),
    ...asClient(plan),
    'authorization-always-allow-paths': '/healthz,/livez,/readyz',
  };
}

/** `stagesFile` says what happens to nodes and pods in the place of kubelets. */
export function kwokFlags({ kubeconfigFile }: ControlPlanePlan, stagesFile: string): Flags {
  return {
    kubeconfig: kubeconfigFile,
    config: stagesFile,
    'manage-all-nodes': true,
    'node-lease-duration-seconds': 40,
    'server-address': '',
  };
}

function etcdUrl(ports: ControlPlanePlan['ports']): string {
  return `http://127.0.0.1:${ports.etcd}`;
}

function serving({ certificateFile, keyFile }: ControlPlanePlan, port: number): Flags {
  return {
    'bind-address': '127.0.0.1',
    'secure-port': port,
    'tls-cert-file': certificateFile,
    'tls-private-key-file': keyFile,
  };
}

function asClient({ kubeconfigFile }: ControlPlanePlan): Flags {
  return {
    kubeconfig: kubeconfigFile,
    'leader-elect': false,
    'kube-api-qps': 500,
    'kube-api-burst': 1000,
  };
}
