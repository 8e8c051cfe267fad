import type {
  AnyKind,
  Budget,
  DaemonSet,
  Deployment,
  Job,
  Kinds,
  KubeEvent,
  Node,
  Plural,
  Pod,
  ReplicaSet,
  StatefulSet,
} from '../objects/kinds.ts';
import { isCordoned, isNodeReady } from '../objects/node-facts.ts';
import { isTerminating } from '../objects/pod-facts.ts';

interface Column<Kind> {
  readonly name: string;
  readonly cell: (object: Kind, nowMs: number) => string;
  readonly isWide?: boolean;
}

const NAME: Column<AnyKind> = { name: 'Name', cell: ({ metadata }) => metadata.name };
const WEBHOOKS: Column<Kinds['validatingwebhookconfigurations']> = {
  name: 'Webhooks',
  cell: ({ webhooks }) => String(webhooks?.length ?? 0),
};
const AGE: Column<AnyKind> = {
  name: 'Age',
  cell: ({ metadata }, nowMs) => since(metadata.creationTimestamp, nowMs),
};

/** What `kubectl get` shows of each kind. */
export function columnsOf<P extends Plural>(plural: P): readonly Column<AnyKind>[] {
  return COLUMNS[plural] as unknown as readonly Column<AnyKind>[];
}

const COLUMNS: { readonly [P in Plural]: readonly Column<Kinds[P]>[] } = {
  namespaces: [NAME, { name: 'Status', cell: ({ status }) => status?.phase ?? '' }, AGE],
  nodes: [
    NAME,
    { name: 'Status', cell: nodeStatus },
    { name: 'Roles', cell: () => '<none>' },
    AGE,
    { name: 'Version', cell: (node) => nodeInfo(node, 'kubeletVersion') },
    { name: 'Internal-IP', cell: () => '<none>', isWide: true },
    { name: 'External-IP', cell: () => '<none>', isWide: true },
    { name: 'OS-Image', cell: (node) => nodeInfo(node, 'osImage'), isWide: true },
    { name: 'Kernel-Version', cell: (node) => nodeInfo(node, 'kernelVersion'), isWide: true },
    { name: 'Container-Runtime', cell: (node) => nodeInfo(node, 'containerRuntimeVersion'), isWide: true },
  ],
  pods: [
    NAME,
    { name: 'Ready', cell: readyContainers },
    { name: 'Status', cell: podStatus },
    { name: 'Restarts', cell: () => '0' },
    AGE,
    { name: 'IP', cell: () => '<none>', isWide: true },
    { name: 'Node', cell: ({ spec }) => spec.nodeName ?? '<none>', isWide: true },
    { name: 'Nominated Node', cell: () => '<none>', isWide: true },
    { name: 'Readiness Gates', cell: () => '<none>', isWide: true },
  ],
  deployments: [
    NAME,
    { name: 'Ready', cell: readyOfWanted },
    { name: 'Up-to-date', cell: (object) => statusCount(object, 'updatedReplicas') },
    { name: 'Available', cell: (object) => statusCount(object, 'availableReplicas') },
    AGE,
  ],
  replicasets: [
    NAME,
    { name: 'Desired', cell: ({ spec }) => String(spec.replicas ?? 1) },
    { name: 'Current', cell: (object) => statusCount(object, 'replicas') },
    { name: 'Ready', cell: (object) => statusCount(object, 'readyReplicas') },
    AGE,
  ],
  statefulsets: [NAME, { name: 'Ready', cell: readyOfWanted }, AGE],
  daemonsets: [
    NAME,
    { name: 'Desired', cell: (object) => statusCount(object, 'desiredNumberScheduled') },
    { name: 'Current', cell: (object) => statusCount(object, 'currentNumberScheduled') },
    { name: 'Ready', cell: (object) => statusCount(object, 'numberReady') },
    { name: 'Up-to-date', cell: (object) => statusCount(object, 'updatedNumberScheduled') },
    { name: 'Available', cell: (object) => statusCount(object, 'numberAvailable') },
    { name: 'Node Selector', cell: nodeSelector },
    AGE,
  ],
  jobs: [
    NAME,
    { name: 'Status', cell: jobStatus },
    {
      name: 'Completions',
      cell: ({ spec, status }) => `${status?.succeeded ?? 0}/${spec.completions ?? 1}`,
    },
    { name: 'Duration', cell: jobDuration },
    AGE,
  ],
  poddisruptionbudgets: [
    NAME,
    { name: 'Min Available', cell: ({ spec }) => String(spec.minAvailable ?? 'N/A') },
    { name: 'Max Unavailable', cell: ({ spec }) => String(spec.maxUnavailable ?? 'N/A') },
    { name: 'Allowed Disruptions', cell: ({ status }: Budget) => String(status?.disruptionsAllowed ?? 0) },
    AGE,
  ],
  secrets: [
    NAME,
    { name: 'Type', cell: ({ type }) => type ?? 'Opaque' },
    { name: 'Data', cell: ({ data }) => String(Object.keys(data ?? {}).length) },
    AGE,
  ],
  leases: [NAME, { name: 'Holder', cell: ({ spec }) => spec?.holderIdentity ?? '' }, AGE],
  validatingwebhookconfigurations: [NAME, WEBHOOKS, AGE],
  mutatingwebhookconfigurations: [NAME, WEBHOOKS, AGE],
  validatingadmissionpolicies: [
    NAME,
    { name: 'Validations', cell: ({ spec }) => String(spec?.validations?.length ?? 0) },
    { name: 'ParamKind', cell: () => '<unset>' },
    AGE,
  ],
  validatingadmissionpolicybindings: [
    NAME,
    { name: 'PolicyName', cell: ({ spec }) => spec?.policyName ?? '' },
    { name: 'ParamRef', cell: () => '<unset>' },
    AGE,
  ],
  persistentvolumes: [NAME, AGE],
  cronjobs: [NAME, AGE],
  services: [NAME, AGE],
  serviceaccounts: [NAME, AGE],
  ingresses: [NAME, AGE],
  networkpolicies: [NAME, AGE],
  ciliumnetworkpolicies: [NAME, AGE],
  ciliumclusterwidenetworkpolicies: [NAME, AGE],
  caliconetworkpolicies: [NAME, AGE],
  globalnetworkpolicies: [NAME, AGE],
  globalnetworksets: [NAME, AGE],
  adminnetworkpolicies: [NAME, AGE],
  baselineadminnetworkpolicies: [NAME, AGE],
  clusterroles: [NAME, AGE],
  clusterrolebindings: [NAME, AGE],
  roles: [NAME, AGE],
  rolebindings: [NAME, AGE],
  endpointslices: [NAME, { name: 'AddressType', cell: ({ addressType }) => addressType }, AGE],
  events: [
    {
      name: 'Last Seen',
      cell: (event: KubeEvent, nowMs) =>
        since(event.lastTimestamp ?? event.metadata.creationTimestamp, nowMs),
    },
    { name: 'Type', cell: ({ type }) => type ?? '' },
    { name: 'Reason', cell: ({ reason }) => reason ?? '' },
    {
      name: 'Object',
      cell: ({ involvedObject: { kind = '', name = '' } }) => `${kind.toLowerCase()}/${name}`,
    },
    { name: 'Message', cell: ({ message }) => message ?? '' },
    { name: 'Count', cell: ({ count }) => String(count ?? 1), isWide: true },
    { name: 'Name', cell: ({ metadata }) => metadata.name, isWide: true },
  ],
};

function since(timestamp: string, nowMs: number): string {
  return shortDuration(nowMs - Date.parse(timestamp));
}

function nodeStatus(node: Node): string {
  const words = [isNodeReady(node) ? 'Ready' : 'NotReady', isCordoned(node) ? 'SchedulingDisabled' : ''];
  return words.filter((word) => word !== '').join(',');
}

function nodeInfo(node: Node, field: string): string {
  const value = (node.status?.nodeInfo as Readonly<Record<string, unknown>> | undefined)?.[field];
  return typeof value === 'string' ? value : '<unknown>';
}

function containersOf(pod: Pod): readonly { readonly ready?: boolean }[] {
  const statuses = pod.status?.containerStatuses;
  return Array.isArray(statuses) ? (statuses as readonly { readonly ready?: boolean }[]) : [];
}

function readyContainers(pod: Pod): string {
  const ready = containersOf(pod).filter((container) => container.ready === true).length;
  return `${ready}/${pod.spec.containers.length}`;
}

function podStatus(pod: Pod): string {
  if (isTerminating(pod)) return 'Terminating';
  const phase = pod.status?.phase ?? 'Pending';
  if (phase === 'Succeeded') return 'Completed';
  if (phase === 'Failed') return 'Error';
  if (phase === 'Pending' && pod.spec.nodeName !== undefined) return 'ContainerCreating';
  const isCrashing = phase === 'Running' && containersOf(pod).some(({ ready }) => ready === false);
  return isCrashing ? 'CrashLoopBackOff' : phase;
}

function statusCount(object: ReplicaSet | StatefulSet | DaemonSet, field: string): string {
  const value = (object.status as Readonly<Record<string, unknown>> | undefined)?.[field];
  return typeof value === 'number' ? String(value) : '0';
}

function readyOfWanted(object: Deployment | StatefulSet): string {
  return `${statusCount(object, 'readyReplicas')}/${object.spec.replicas ?? 1}`;
}

function nodeSelector({ spec }: DaemonSet): string {
  const pairs = Object.entries(spec.template.spec.nodeSelector ?? {});
  return pairs.length === 0 ? '<none>' : pairs.map(([key, value]) => `${key}=${value}`).join(',');
}

function jobStatus({ spec, status }: Job): string {
  const end = status?.conditions?.find(
    ({ type, status: holds }) => ['Complete', 'Failed'].includes(type) && holds === 'True',
  );
  return end?.type ?? (spec.suspend === true ? 'Suspended' : 'Running');
}

function jobDuration({ status }: Job, nowMs: number): string {
  if (status?.startTime === undefined) return '';
  const endMs = status.completionTime === undefined ? nowMs : Date.parse(status.completionTime);
  return shortDuration(endMs - Date.parse(status.startTime));
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration as kubectl prints ages: 45s, 3m20s, 15m, 2h30m, 5h, 3d4h, 20d. */
function shortDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 2 * MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < 10 * MINUTE) return two(ms, [MINUTE, 'm'], [SECOND, 's']);
  if (ms < 3 * HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 8 * HOUR) return two(ms, [HOUR, 'h'], [MINUTE, 'm']);
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  if (ms < 8 * DAY) return two(ms, [DAY, 'd'], [HOUR, 'h']);
  return `${Math.floor(ms / DAY)}d`;
}

type Unit = readonly [number, string];

function two(ms: number, [large, name]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)}${name}${rest === 0 ? '' : `${rest}${smallName}`}`;
}
