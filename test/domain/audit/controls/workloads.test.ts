import { describe, expect, it } from 'vitest';
import { controls } from '#domain/audit/controls/controls.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { judgedLive } from '../../../builders/a-live-cluster.ts';
import { aPod, workloadsOf } from '../../../builders/a-pod.ts';
import { gist, judged } from '../../../builders/an-audited-cluster.ts';

type Changes = Parameters<typeof aPod>[0];
type Row = readonly [rule: string, given: Changes, said: string];

const fails = 'FAIL Pod/shop/web main';
const passes = 'PASS';
const container = (changes: object): Changes => ({ container: { ...changes } });
const image = (name: string, imagePullPolicy?: string): Changes =>
  container({ image: name, imagePullPolicy });
const resources = (given: object): Changes => container({ resources: given });
const env = (name: string, value: string): Changes => container({ env: [{ name, value }] });
const onHost = (path: string): Changes => ({ spec: { volumes: [{ name: 'v', hostPath: { path } }] } });
const mounting = (readOnly?: boolean): Changes => ({
  ...onHost('/var/log'),
  ...container({
    volumeMounts: [{ name: 'v', mountPath: '/v', ...(readOnly !== undefined && { readOnly }) }],
  }),
});
const windows = { os: { name: 'windows' } };
const annotated = (key: string): Changes => ({ metadata: { annotations: { [key]: 'runtime/default' } } });
const probes = { readinessProbe: {}, livenessProbe: {} };
const digest = `@sha256:${'0'.repeat(64)}`;
const both = { cpu: '1', memory: '1Gi' };

const ofPaths = (said: string, ...paths: readonly string[]) =>
  paths.map((path): Row => [`${path}: ${said}`, onHost(path), said]);
const rows: Readonly<Record<string, readonly Row[]>> = {
  'SB-POD-09': [
    ['no volume passes', {}, passes],
    ['a volume of another kind passes', { spec: { volumes: [{ name: 'v', emptyDir: {} }] } }, passes],
    ...ofPaths(
      passes,
      '/opt/agent/cache',
      '/etc/ssl/certs',
      '/sys/fs/bpf',
      '/mnt/data',
      '/process',
      'C:\\data',
    ),
    ...ofPaths(
      'FAIL Pod/shop/web',
      '/',
      '//',
      '/.',
      '/etc/..',
      '/var',
      '/run',
      '/var/run',
      '/var/run/docker.sock',
      '/run/docker.sock',
      '/run/containerd',
      '/var/run/containerd/containerd.sock',
      '/run/crio/crio.sock',
      '/etc',
      '/etc/',
      '/etc/kubernetes/azure.json',
      '/var/lib/kubelet',
      '/var/lib/kubelet/pods',
      '/proc',
      '/proc/1/root',
      '/sys',
      '/dev',
      '/root/.ssh',
      '/home/azureuser',
      '/var/lib/docker/overlay2',
      '/var/log',
      '/boot',
      'C:\\',
      'c:',
      'C:\\Windows\\',
      '\\\\.\\pipe\\containerd-containerd',
      '\\\\.\\pipe\\docker_engine',
    ),
  ],
  'SB-POD-10': [
    ['a volume that nothing mounts passes', onHost('/var/log'), passes],
    ['a mount that is readOnly passes', mounting(true), passes],
    ['readOnly: false fails', mounting(false), fails],
    ['unset fails', mounting(), fails],
    [
      'another volume passes',
      { spec: { volumes: [{ name: 'v', emptyDir: {} }] }, container: { volumeMounts: [{ name: 'v' }] } },
      passes,
    ],
  ],
  'SB-POD-11': [
    ['a containerPort passes', container({ ports: [{ containerPort: 80 }] }), passes],
    ['hostPort 0 passes', container({ ports: [{ containerPort: 80, hostPort: 0 }] }), passes],
    ['a hostPort fails', container({ ports: [{ containerPort: 80, hostPort: 80 }] }), fails],
    [
      'on the network of its node it is SB-NET-03',
      { spec: { hostNetwork: true }, ...container({ ports: [{ containerPort: 80, hostPort: 80 }] }) },
      passes,
    ],
  ],
  'SB-POD-12': [
    ...[
      'DB_PASSWORD',
      'dbPassword',
      'api.token',
      'API_KEY',
      'AWS_SECRET_ACCESS_KEY',
      'SECRET_KEY_BASE',
      'PASSWORD2',
    ].map((name): Row => [`${name} fails`, env(name, 'hunter2'), fails]),
    ...[
      'TOKEN_FILE',
      'MAX_TOKENS',
      'PWD',
      'SECRET_NAME',
      'TOKEN_TTL',
      'KEY',
      'MONKEY',
      'PASSWORD_MIN_LENGTH',
    ].map((name): Row => [`${name} passes`, env(name, 'hunter2'), passes]),
    ...['', '$(OTHER)', '/run/secrets/token', 'true', 'vault:secret/db#password'].map(
      (value): Row => [`the value "${value}" passes`, env('DB_PASSWORD', value), passes],
    ),
    ['a password in a URL fails', env('DATABASE_URL', 'postgres://shop:hunter2@db/shop'), fails],
    ['a reference in a URL passes', env('DATABASE_URL', 'postgres://shop:$(PASSWORD)@db/shop'), passes],
    ['a URL without one passes', env('DATABASE_URL', 'postgres://shop@db:5432/shop'), passes],
    ['a private key fails', env('CERT', '-----BEGIN RSA PRIVATE KEY-----\nMII'), fails],
    ['the key of a storage account fails', env('STORE', 'AccountName=a;AccountKey=abc=='), fails],
    [
      'a reference to a Secret passes',
      container({ env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }),
      passes,
    ],
  ],
  'SB-POD-13': [
    ['true passes', { context: { readOnlyRootFilesystem: true } }, passes],
    ['false fails', { context: { readOnlyRootFilesystem: false } }, fails],
    ['unset fails', {}, fails],
    ['Windows cannot', { spec: windows }, passes],
  ],
  'SB-POD-16': [
    ['an account of its own passes', { spec: { serviceAccountName: 'web' } }, passes],
    ['so does one by the older field', { spec: { serviceAccount: 'web' } }, passes],
    ['default fails', { spec: { serviceAccountName: 'default' } }, 'FAIL Pod/shop/web'],
    ['none fails', {}, 'FAIL Pod/shop/web'],
  ],
  'SB-POD-15': [
    ['false passes', { spec: { automountServiceAccountToken: false } }, passes],
    ['true fails', { spec: { automountServiceAccountToken: true } }, 'FAIL Pod/shop/web'],
    ['unset fails', {}, 'FAIL Pod/shop/web'],
  ],
  'SB-POD-14': [
    ['a literal passes', env('A', 'b'), passes],
    [
      'secretKeyRef fails',
      container({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's' } } }] }),
      fails,
    ],
    [
      'configMapKeyRef passes',
      container({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'c' } } }] }),
      passes,
    ],
    ['envFrom of a Secret fails', container({ envFrom: [{ secretRef: { name: 's' } }] }), fails],
    ['envFrom of a ConfigMap passes', container({ envFrom: [{ configMapRef: { name: 'c' } }] }), passes],
    [
      'a volume of a Secret passes',
      { spec: { volumes: [{ name: 'v', secret: { secretName: 's' } }] } },
      passes,
    ],
  ],
  'SB-LSM-05': [
    ['no annotation passes', {}, passes],
    ['another annotation passes', annotated('a.b/c'), passes],
    ["the pod's fails", annotated('seccomp.security.alpha.kubernetes.io/pod'), 'FAIL Pod/shop/web'],
    [
      "a container's fails",
      annotated('container.seccomp.security.alpha.kubernetes.io/main'),
      'FAIL Pod/shop/web',
    ],
  ],
  'SB-WL-01': [
    ['requests and a limit of memory pass', resources({ requests: both, limits: { memory: '1Gi' } }), passes],
    ['limits are requests', resources({ limits: both }), passes],
    [
      'those of the pod pass',
      { spec: { resources: { requests: both, limits: both } }, ...resources({}) },
      passes,
    ],
    ['nothing fails', resources({}), fails],
    ['no limit of memory fails', resources({ requests: both }), fails],
    ['no request of cpu fails', resources({ limits: { memory: '1Gi' } }), fails],
    ['zero is none', resources({ requests: { cpu: '0', memory: 0 }, limits: { memory: '1Gi' } }), fails],
    [
      'a container that runs first is not judged, a sidecar is',
      {
        spec: { initContainers: [{ name: 'first' }, { name: 'beside', restartPolicy: 'Always' }] },
        ...resources({ limits: both }),
      },
      'FAIL Pod/shop/web beside',
    ],
  ],
  'SB-WL-02': [
    ['a limit passes', resources({ limits: { cpu: '500m' } }), passes],
    ['a request fails', resources({ requests: both }), fails],
    ["the pod's passes", { spec: { resources: { limits: both } }, ...resources({}) }, passes],
  ],
  'SB-WL-03': [
    ['a tag passes', image('registry.invalid/app:1'), passes],
    ['a digest passes', image(`registry.invalid/app${digest}`), passes],
    ['latest by digest passes', image(`registry.invalid/app:latest${digest}`), passes],
    ['latest fails', image('registry.invalid/app:latest'), fails],
    ['no tag fails', image('registry.invalid/app'), fails],
    ['a port is no tag', image('registry.invalid:5000/app'), fails],
    ['what has no image passes', image(''), passes],
  ],
  'SB-WL-04': [
    ['a digest passes', image(`registry.invalid/app:1${digest}`), passes],
    ['a tag fails', image('registry.invalid/app:1'), fails],
  ],
  'SB-WL-05': [
    ['Always passes', image('registry.invalid/app:1', 'Always'), passes],
    ['IfNotPresent fails', image('registry.invalid/app:1', 'IfNotPresent'), fails],
    ['Never fails', image('registry.invalid/app:latest', 'Never'), fails],
    ['unset fails with a tag', image('registry.invalid/app:1'), fails],
    ['unset is Always for latest', image('registry.invalid/app:latest'), passes],
    ['unset is Always without a tag', image('registry.invalid/app'), passes],
    ['a digest is what it is', image(`registry.invalid/app:1${digest}`, 'IfNotPresent'), passes],
  ],
  'SB-WL-06': [
    ['both pass', container(probes), passes],
    ['none fails', {}, fails],
    ['one fails', container({ readinessProbe: {} }), fails],
    ['what ends needs none', { spec: { restartPolicy: 'OnFailure' } }, passes],
    [
      'an init container needs none',
      { ...container(probes), spec: { initContainers: [{ name: 'i' }] } },
      passes,
    ],
  ],
};

const whereFor = (said: string, resource: string) => said.replace('Pod/shop/web', resource);

describe.each(Object.entries(rows))('%s', (id, cases) => {
  it.each(cases)('%s', (_, given, said) => {
    expect(gist(judged(id, { objects: [aPod(given)] }))).toBe(said);
  });

  it('says the same of the template of every kind, and of a pod that runs', () => {
    const told = cases.flatMap(([rule, given, said]) => [
      ...workloadsOf(aPod(given)).map((workload) => ({
        rule,
        said: gist(judged(id, { objects: [workload] })),
        expected: whereFor(said, `${workload.kind}/shop/web`),
      })),
      { rule, said: gist(judgedLive(id, { allObjects: [aPod(given)] })), expected: said },
    ]);
    expect(told.filter((each) => each.said !== each.expected)).toEqual([]);
  });

  it('is unknown where the pod cannot be read, and waived by name', () => {
    const odd = { ...aPod(), spec: { containers: 5 } };
    const unreadable = judgedLive(id, { allObjects: [odd] });
    expect([unreadable.status, unreadable.undecided[0]?.resource]).toEqual(['UNKNOWN', 'Pod/shop/web']);
    const [, bad] = cases.find(([, , said]) => said !== passes)!;
    const waivers = [aControlWaiver({ control: id, resource: 'Pod/shop/*' })];
    expect(judged(id, { objects: [aPod(bad)], waivers }).status).toBe('WAIVED');
    expect(
      judged(id, { objects: [aPod({ ...bad, metadata: { ...bad?.metadata, namespace: 'kube-system' } })] })
        .status,
    ).toBe(passes);
  });
});

it('weighs what a path of the node gives', () => {
  const severity = (path: string) =>
    judged('SB-POD-09', { objects: [aPod(onHost(path))] }).evidence.map((each) => each.severity)[0];
  expect(['/', '/run/docker.sock', '/var/lib/kubelet', '/proc', '/dev', '/var/log'].map(severity)).toEqual([
    'critical',
    'critical',
    'critical',
    'critical',
    'high',
    'high',
  ]);
});

it('names what is wrong, and never a secret', () => {
  const said = (id: string, given: Changes) => judged(id, { objects: [aPod(given)] }).evidence[0]?.reason;
  expect([
    said('SB-POD-09', onHost('/var/run/docker.sock')),
    said('SB-POD-10', mounting()),
    said('SB-POD-12', env('DB_PASSWORD', 'hunter2')),
    said('SB-WL-01', resources({})),
    said('SB-WL-06', {}),
  ]).toEqual([
    'hostPath /var/run/docker.sock: the socket of the container runtime',
    'it can write to hostPath /var/log',
    'its variables hold secrets: DB_PASSWORD',
    'no request of cpu, no request of memory, no limit of memory',
    'no readinessProbe, no livenessProbe',
  ]);
});

it('has a row for every control of workloads', () => {
  const ofPods = controls.filter(({ needs }) => needs.includes('workloads'));
  const ids = ofPods.filter(({ area }) => area === 'workloads').map(({ id }) => id);
  expect(Object.keys(rows)).toEqual(expect.arrayContaining(ids));
});
