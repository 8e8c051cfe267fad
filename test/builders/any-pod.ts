import fc from 'fast-check';

/**
 * Pods of every kind that Pod Security Standards distinguish, as their API objects. What the API server refuses anyway is not
 * among them: two sources in a volume, Linux settings in a pod for Windows.
 */
export function anyPod(): fc.Arbitrary<PodObject> {
  return fc.oneof({ arbitrary: linuxPod(), weight: 4 }, { arbitrary: windowsPod(), weight: 1 });
}

export interface PodObject {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

const names = ['main', 'side', 'init', 'debug'];
const maybe = <T>(...values: readonly T[]) => fc.constantFrom(undefined, ...values);
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const few = <T>(arbitrary: fc.Arbitrary<T>) => some(fc.array(arbitrary, { maxLength: 2 }));
const record = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields).map(withoutUnset);

const profile = record({
  type: maybe('RuntimeDefault', 'Localhost', 'Unconfined', ''),
  localhostProfile: maybe('p.json'),
});
const seLinux = record({
  type: maybe('', 'container_t', 'container_engine_t', 'spc_t'),
  user: maybe('', 'system_u'),
  role: maybe('', 'sysadm_r'),
});
const windowsOptions = record({
  hostProcess: maybe(true, false),
  runAsUserName: maybe('ContainerAdministrator'),
});
const ofEverySystem = { runAsNonRoot: maybe(true, true, false), windowsOptions: some(windowsOptions) };
const ofLinux = {
  runAsUser: maybe(0, 1000),
  seccompProfile: some(profile),
  appArmorProfile: some(profile),
  seLinuxOptions: some(seLinux),
};
const capability = fc.constantFrom('NET_BIND_SERVICE', 'CHOWN', 'SYS_ADMIN', 'NET_RAW', 'ALL', 'all');
const capabilities = record({
  add: few(capability),
  drop: maybe<readonly string[]>(['ALL'], ['ALL'], ['all'], ['NET_RAW', 'ALL'], []),
});
const linuxContext = record({
  ...ofEverySystem,
  ...ofLinux,
  allowPrivilegeEscalation: maybe(true, false, false),
  privileged: maybe(true, false),
  procMount: maybe('Default', 'Unmasked'),
  capabilities: some(capabilities),
});
const handler = record({
  httpGet: some(record({ host: maybe('', 'h.example', '10.0.0.1'), port: fc.constant(80) })),
  tcpSocket: some(record({ host: maybe('', 't.example'), port: fc.constant('web') })),
});
const port = record({ containerPort: fc.constantFrom(80, 8080), hostPort: maybe(0, 80, 8080) });

function container(context: fc.Arbitrary<unknown>) {
  return record({
    name: fc.constantFrom(...names),
    image: fc.constant('registry.invalid/app:1'),
    securityContext: some(context),
    ports: few(port),
    livenessProbe: some(handler),
    readinessProbe: some(handler),
    startupProbe: some(handler),
    lifecycle: some(record({ postStart: some(handler), preStop: some(handler) })),
  });
}

const sources =
  `configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret hostPath gcePersistentDisk
  awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs flocker fc azureFile vsphereVolume
  quobyte azureDisk photonPersistentDisk portworxVolume scaleIO storageos`.split(/\s+/);
const volume = fc
  .tuple(fc.constantFrom('data', 'more'), fc.constantFrom(undefined, ...sources))
  .map(([name, source]) => ({ name, ...(source === undefined ? {} : { [source]: {} }) }));

const sysctl = fc
  .constantFrom(
    'kernel.shm_rmid_forced',
    'net.ipv4.ip_local_reserved_ports',
    'net.ipv4.tcp_keepalive_time',
    'net.ipv4.tcp_rmem',
    'net.ipv4.tcp_notsent_lowat',
    'kernel.msgmax',
    'toString',
  )
  .map((name) => ({ name, value: '1' }));

const annotationValue = fc.constantFrom(
  '',
  'runtime/default',
  'docker/default',
  'localhost/p',
  'localhost',
  'unconfined',
);
const annotations = fc.dictionary(
  fc.constantFrom(
    'seccomp.security.alpha.kubernetes.io/pod',
    ...names.map((name) => `container.seccomp.security.alpha.kubernetes.io/${name}`),
    ...names.map((name) => `container.apparmor.security.beta.kubernetes.io/${name}`),
  ),
  annotationValue,
  { maxKeys: 2 },
);

function pod(
  podContext: fc.Arbitrary<unknown>,
  containerContext: fc.Arbitrary<unknown>,
  os: fc.Arbitrary<unknown>,
) {
  const containers = (maxLength: number) =>
    fc.array(container(containerContext), { minLength: 1, maxLength });
  return fc.record({
    apiVersion: fc.constant('v1' as const),
    kind: fc.constant('Pod' as const),
    metadata: record({ name: fc.constant('p'), annotations: some(annotations) }),
    spec: record({
      containers: containers(2),
      initContainers: some(containers(1)),
      ephemeralContainers: some(containers(1)),
      volumes: few(volume),
      securityContext: some(podContext),
      hostNetwork: maybe(true, false),
      hostPID: maybe(true, false),
      hostIPC: maybe(true, false),
      hostUsers: maybe(true, false),
      os,
    }),
  });
}

function linuxPod() {
  const podContext = record({ ...ofEverySystem, ...ofLinux, sysctls: few(sysctl) });
  return pod(podContext, linuxContext, maybe({ name: 'linux' }));
}

function windowsPod() {
  return pod(record(ofEverySystem), record(ofEverySystem), fc.constant({ name: 'windows' }));
}

function withoutUnset(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
