import { aCarefulPod } from './a-pod.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ServedChanges {
  readonly spec?: Fields;
  readonly container?: Fields;
  /** Of the container's security context. */
  readonly context?: Fields;
  /** Of the pod's security context. */
  readonly podContext?: Fields;
  readonly annotations?: Fields;
}

/** A pod that keeps every control and that an API server takes, but for what is given. */
export function servedPod({ spec, container, context, podContext, annotations }: ServedChanges = {}): Fields {
  const { spec: careful } = aCarefulPod();
  const probe = { tcpSocket: { port: 80 } };
  const [main] = careful.containers ?? [];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', labels: { app: 'web' }, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      schedulerName: 'none',
      serviceAccountName: 'web',
      securityContext: { ...careful.securityContext, ...podContext },
      containers: [
        {
          ...main,
          readinessProbe: probe,
          livenessProbe: probe,
          ...container,
          securityContext: { ...main?.securityContext, ...context },
        },
      ],
      ...spec,
    },
  };
}

const sidecar = (container: Fields = {}) => ({
  initContainers: [{ name: 'init', image: 'registry.invalid/init:1', restartPolicy: 'Always', ...container }],
});
const volume = (path: string) => ({ volumes: [{ name: 'node', hostPath: { path } }] });
const mount = (readOnly?: boolean) => ({ volumeMounts: [{ name: 'node', mountPath: '/node', readOnly }] });
const env = (...variables: readonly object[]) => ({ container: { env: variables } });
const image = (name: string, container: Fields = {}) => ({ container: { image: name, ...container } });
const digest = `@sha256:${'0'.repeat(64)}`;
const resources = (requests: Fields, limits: Fields) => ({ container: { resources: { requests, limits } } });
const windows = { os: { name: 'windows' } };
const forWindows = { nodeSelector: { 'kubernetes.io/os': 'windows' } };
const noContext = { securityContext: {} };
const annotated = (key: string, value: string) => ({ annotations: { [key]: value } });
const appArmor = 'container.apparmor.security.beta.kubernetes.io/main';

/** Pods that an API server takes, by what they are good or bad for; each row is judged by every control. */
export const servedPods: Readonly<Record<string, ServedChanges>> = {
  'nothing changed': {},
  privileged: { context: { privileged: true, allowPrivilegeEscalation: true } },
  'escalation unset': { context: { allowPrivilegeEscalation: null } },
  'escalation true': { context: { allowPrivilegeEscalation: true } },
  'SYS_ADMIN added': {
    context: { allowPrivilegeEscalation: null, capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] } },
  },
  'CAP_SYS_ADMIN added': {
    context: { allowPrivilegeEscalation: null, capabilities: { add: ['CAP_SYS_ADMIN'] } },
  },
  'a default capability added': { context: { capabilities: { add: ['CHOWN'], drop: ['ALL'] } } },
  'all dropped in lower case': { context: { capabilities: { drop: ['all'] } } },
  'no capabilities': { context: { capabilities: null } },
  'uid 0 of the container': { context: { runAsNonRoot: false, runAsUser: 0 } },
  'uid 0 of the pod': { podContext: { runAsNonRoot: null, runAsUser: 0 } },
  'uid 0 of the pod, overridden': { podContext: { runAsUser: 0 }, context: { runAsUser: 1000 } },
  'a uid alone': { podContext: { runAsNonRoot: null, runAsUser: 1000 } },
  'no user at all': { podContext: { runAsNonRoot: null } },
  'runAsNonRoot false in the container': { context: { runAsNonRoot: false } },
  'a writable root': { context: { readOnlyRootFilesystem: false } },
  'a root that is not said': { context: { readOnlyRootFilesystem: null } },
  'host network': { spec: { hostNetwork: true }, container: { ports: [{ containerPort: 80 }] } },
  'host PID': { spec: { hostPID: true } },
  'host IPC': { spec: { hostIPC: true } },
  'a host port': { container: { ports: [{ containerPort: 80, hostPort: 8080 }] } },
  'a port': { container: { ports: [{ containerPort: 80 }] } },
  'a probe of another host': { container: { livenessProbe: { httpGet: { host: 'example.com', port: 80 } } } },
  'a hook of another host': {
    container: { lifecycle: { preStop: { httpGet: { host: 'example.com', port: 80 } } } },
  },
  'an unmasked proc': { context: { procMount: 'Unmasked' }, spec: { hostUsers: false } },
  'an SELinux user': { podContext: { seLinuxOptions: { user: 'system_u' } } },
  'an SELinux role': { context: { seLinuxOptions: { role: 'sysadm_r' } } },
  'an SELinux type': { context: { seLinuxOptions: { type: 'spc_t' } } },
  'the SELinux type of containers': { context: { seLinuxOptions: { type: 'container_engine_t' } } },
  'a safe sysctl': { podContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '1' }] } },
  'another sysctl': { podContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
  'seccomp unconfined': { context: { seccompProfile: { type: 'Unconfined' } } },
  'seccomp from a file': { context: { seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' } } },
  'no seccomp': { podContext: { seccompProfile: null } },
  'no seccomp but of the container': {
    podContext: { seccompProfile: null },
    context: { seccompProfile: { type: 'RuntimeDefault' } },
  },
  'a seccomp annotation of the pod': annotated('seccomp.security.alpha.kubernetes.io/pod', 'runtime/default'),
  'a seccomp annotation of the container': annotated(
    'container.seccomp.security.alpha.kubernetes.io/main',
    'unconfined',
  ),
  'AppArmor unconfined': { context: { appArmorProfile: { type: 'Unconfined' } } },
  'AppArmor of the pod unconfined': { podContext: { appArmorProfile: { type: 'Unconfined' } } },
  'AppArmor unconfined, overridden': {
    podContext: { appArmorProfile: { type: 'Unconfined' } },
    context: { appArmorProfile: { type: 'RuntimeDefault' } },
  },
  'AppArmor unconfined by annotation': annotated(appArmor, 'unconfined'),
  'AppArmor by annotation': annotated(appArmor, 'runtime/default'),
  'another annotation': annotated('example.com/owner', 'shop'),
  'the socket of docker': { spec: volume('/var/run/docker.sock') },
  'the socket of containerd': { spec: volume('/run/containerd/containerd.sock') },
  'the root of the node': { spec: volume('/'), container: mount() },
  'a folder that holds dangerous ones': { spec: volume('/var/lib/kubelet/'), container: mount(true) },
  'a folder in a dangerous one': { spec: volume('/etc//kubernetes/./manifests'), container: mount(true) },
  'a folder beside a dangerous one': { spec: volume('/etc/kubernetes-of-ours'), container: mount(true) },
  'a harmless folder': { spec: volume('/var/lib/ours'), container: mount(true) },
  'a harmless folder, written': { spec: volume('/var/lib/ours'), container: mount(false) },
  'a folder without a slash': { spec: volume('proc/1') },
  'the root of a Windows node': { spec: { ...volume('C:\\'), ...forWindows } },
  'a pipe of a Windows node': { spec: { ...volume('\\\\.\\pipe\\docker_engine'), ...forWindows } },
  'a Windows folder': { spec: { ...volume('c:\\k\\\\'), ...forWindows } },
  'a harmless Windows folder': { spec: { ...volume('c:\\data'), ...forWindows } },
  'no limit of cpu': resources({ cpu: '1', memory: '1Gi' }, { memory: '1Gi' }),
  'no limit of memory': resources({ cpu: '1', memory: '1Gi' }, {}),
  'no requests': resources({}, {}),
  'zero limits': resources({ cpu: '0', memory: '1Gi' }, { cpu: '0m', memory: '1Gi' }),
  'requests of the pod': {
    spec: { resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } } },
    container: { resources: {} },
  },
  'no tag': image('registry.invalid:5000/app'),
  latest: image('registry.invalid/app:latest', { imagePullPolicy: 'IfNotPresent' }),
  'a tag': image('registry.invalid/app:1.4'),
  'a tag that ends in latest': image('registry.invalid/app:not-latest'),
  'a tag, pulled': image('registry.invalid/app:1.4', { imagePullPolicy: 'Always' }),
  'a digest, not pulled': image(`registry.invalid/app${digest}`, { imagePullPolicy: 'Never' }),
  'no readiness': { container: { readinessProbe: null } },
  'no liveness': { container: { livenessProbe: null } },
  ...Object.fromEntries(
    [
      ['DB_PASSWORD', 'hunter2'],
      ['db.password', 'hunter2'],
      ['dbPassword', 'hunter2'],
      ['PASSWORD_FILE', 'hunter2'],
      ['PASSWORD', '/run/secrets/password'],
      ['PASSWORD', '$(OTHER)'],
      ['PASSWORD', 'True'],
      ['PASSWORD', ''],
      ['API_KEY_2', 'k'],
      ['apiKey', 'k'],
      ['KEY', 'k'],
      ['MONKEY', 'k'],
      ['SECRET_KEY_BASE', 'k'],
      ['CONNECTION_STRING', 'Server=db'],
      ['PWD', 'src'],
      ['BROKEN', 'k'],
      ['URL', 'https://user:hunter2@db.example'],
      ['URL', 'https://user:$(PASSWORD)@db.example'],
      ['URL', 'https://user:$x@db.example'],
      ['URL', 'https://user@db.example:80/a'],
      ['PEM', '-----BEGIN RSA PRIVATE KEY-----'],
      ['STORAGE', 'AccountName=a;AccountKey=abc;'],
      ['STORAGE', 'AccountName=a;AccountKey=$(KEY);'],
    ].map(([name, value]) => [`the variable ${name} with ${value}`, env({ name, value })]),
  ),
  'a variable of a Secret': env({ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }),
  'a variable of a ConfigMap': env({ name: 'A', valueFrom: { configMapKeyRef: { name: 's', key: 'k' } } }),
  'variables of a Secret': { container: { envFrom: [{ secretRef: { name: 's' } }] } },
  'variables of a ConfigMap': { container: { envFrom: [{ configMapRef: { name: 's' } }] } },
  'the account default': { spec: { serviceAccountName: 'default' } },
  'no account': { spec: { serviceAccountName: '' } },
  'a bare init container': {
    spec: { initContainers: [{ name: 'init', image: 'registry.invalid/init' }] },
  },
  'a bare sidecar': { spec: sidecar() },
  'a privileged init container': { spec: sidecar({ securityContext: { privileged: true } }) },
  'an init container with a host port': {
    spec: sidecar({ ports: [{ containerPort: 80, hostPort: 80 }] }),
  },
  'Windows by its system': {
    spec: { ...windows, ...noContext },
    context: { capabilities: null, allowPrivilegeEscalation: null, readOnlyRootFilesystem: null },
  },
  'Windows by its nodes': { spec: forWindows, context: { allowPrivilegeEscalation: null } },
  'a host process': {
    spec: {
      ...windows,
      hostNetwork: true,
      securityContext: {
        runAsNonRoot: false,
        windowsOptions: { hostProcess: true, runAsUserName: 'NT AUTHORITY\\SYSTEM' },
      },
    },
    context: { capabilities: null, allowPrivilegeEscalation: null, readOnlyRootFilesystem: null },
  },
  'ContainerAdministrator of the pod': {
    spec: forWindows,
    podContext: { windowsOptions: { runAsUserName: 'containeradministrator' } },
  },
  'ContainerAdministrator of the pod, overridden': {
    spec: forWindows,
    podContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } },
    context: { windowsOptions: { runAsUserName: 'ContainerUser' } },
  },
  'ContainerAdministrator of the container': {
    spec: forWindows,
    context: { windowsOptions: { runAsUserName: 'host\\ContainerAdministrator' } },
  },
};
