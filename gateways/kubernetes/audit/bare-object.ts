import type { KubernetesObject } from '#domain/audit/kubernetes/api-objects.ts';
import { holdsSecret, withheldSecret } from '#domain/audit/pod-security/secret-variables.ts';
import { kindName } from '#domain/kind-name.ts';

/** Annotations that someone judges by; others are as long as whole manifests. kured's lock may have any name: a DaemonSet keeps them. */
const keptAnnotations =
  /^(container\.apparmor\.security\.beta\.kubernetes\.io|seccomp\.security\.alpha\.kubernetes\.io|container\.seccomp\.security\.alpha\.kubernetes\.io|weave\.works|kubernetes\.azure\.com|meta\.helm\.sh|appgw\.ingress\.kubernetes\.io|service\.beta\.kubernetes\.io|argocd\.argoproj\.io)\/|^kubernetes\.io\/config\.mirror$/;
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** Of a container: what it is given, which may be secret, and what takes most of the room. */
const droppedOfContainer = [
  'env',
  'envFrom',
  'resources',
  'volumeMounts',
  'volumeDevices',
  'command',
  'args',
];
const containerLists = ['containers', 'initContainers', 'ephemeralContainers'];
const keptOfPod = ['phase'];
const keptOfDaemonSet = ['desiredNumberScheduled', 'numberReady'];
const keptOfNode = ['conditions', 'nodeInfo'];

type Json = KubernetesObject;

/**
 * An object with what controls judge: thousands are in memory at a time, and values of the environment may be secret. Of what
 * a Deployment or a CronJob made only its names stay: it is judged through its owner.
 */
export function bareObject(apiVersion: string, kind: string, item: Json): Json {
  const metadata = bareMetadata(kind, objectOf(item.metadata));
  if ((kind === 'ReplicaSet' || kind === 'Job') && hasController(objectOf(item.metadata)))
    return { apiVersion, kind, metadata };
  const { metadata: _, spec, status, secrets: __, imagePullSecrets: ___, ...rest } = item;
  const bareSpec = spec === undefined ? {} : { spec: bareSpecOf(kind, objectOf(spec)) };
  return { ...rest, apiVersion, kind, metadata, ...bareSpec, ...bareStatus(kind, objectOf(status)) };
}

function bareMetadata(kind: string, { name, namespace, labels, annotations, ownerReferences }: Json): Json {
  const isKept = (key: string) => (kind === 'DaemonSet' ? key !== lastApplied : keptAnnotations.test(key));
  const kept = Object.entries(objectOf(annotations)).filter(([key]) => isKept(key));
  const owners = listOf(ownerReferences).map(bareOwner);
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
    ...(owners.length === 0 ? {} : { ownerReferences: owners }),
  };
}

/** With its API version only where another group has that kind, too. */
function bareOwner({ apiVersion, kind, name }: Json): Json {
  return kindName({ apiVersion, kind }) === kind ? { kind, name } : { apiVersion, kind, name };
}

function bareSpecOf(kind: string, spec: Json): Json {
  if (kind === 'Pod') return barePod(kind, spec);
  if (kind === 'Node') return { unschedulable: spec.unschedulable };
  if (kind === 'Service') return { type: spec.type, loadBalancerSourceRanges: spec.loadBalancerSourceRanges };
  if (kind === 'Ingress') return { tls: spec.tls, rules: listOf(spec.rules).map(({ host }) => ({ host })) };
  const { template, jobTemplate, ...rest } = spec;
  if (jobTemplate !== undefined)
    return { jobTemplate: { spec: bareSpecOf(kind, objectOf(objectOf(jobTemplate).spec)) } };
  return template === undefined ? rest : { template: bareTemplate(kind, objectOf(template)) };
}

function bareTemplate(kind: string, template: Json): Json {
  const { labels, annotations } = objectOf(template.metadata);
  const own = labels === undefined && annotations === undefined ? {} : { labels, annotations };
  const { name: _, ...metadata } = bareMetadata(kind, own);
  return { metadata, spec: barePod(kind, objectOf(template.spec)) };
}

function barePod(kind: string, spec: Json): Json {
  const onHost = listOf(spec.volumes)
    .filter(({ hostPath }) => hostPath !== undefined)
    .map(({ name }) => name);
  const lists = containerLists
    .filter((each) => Array.isArray(spec[each]))
    .map((each) => [each, listOf(spec[each]).map((container) => bareContainer(kind, container, onHost))]);
  const { affinity: _, tolerations: __, topologySpreadConstraints: ___, ...rest } = spec;
  const resources =
    spec.resources === undefined ? {} : { resources: bareResources(objectOf(spec.resources)) };
  return { ...rest, ...Object.fromEntries(lists), ...resources };
}

/** kured is recognized by its command, and its arguments say how it locks: they may stand in its environment. */
function bareContainer(kind: string, container: Json, onHost: readonly unknown[]): Json {
  const { command, args, env, envFrom, resources, volumeMounts } = container;
  const secrets = listOf(env).flatMap(bareSecret);
  const mounts = listOf(volumeMounts).filter(({ name }) => onHost.includes(name));
  const bare = {
    ...Object.fromEntries(Object.entries(container).filter(([field]) => !droppedOfContainer.includes(field))),
    ...(resources === undefined ? {} : { resources: bareResources(objectOf(resources)) }),
    ...(secrets.length === 0 ? {} : { env: secrets }),
    ...(listOf(envFrom).some(({ secretRef }) => secretRef !== undefined) ? { envFrom: fromSecret } : {}),
    ...(mounts.length === 0
      ? {}
      : { volumeMounts: mounts.map(({ name, readOnly }) => ({ name, readOnly: readOnly === true })) }),
  };
  if (kind !== 'DaemonSet') return bare;
  const ofKured = listOf(env).filter(({ name }) => String(name).startsWith('KURED_'));
  return {
    ...bare,
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(ofKured.length === 0 ? {} : { env: [...ofKured, ...secrets] }),
  };
}

const fromSecret = [{ secretRef: {} }];

function bareSecret({ name, value, valueFrom }: Json): readonly Json[] {
  if (objectOf(valueFrom).secretKeyRef !== undefined) return [{ name, valueFrom: { secretKeyRef: {} } }];
  if (typeof value !== 'string' || !holdsSecret({ name: String(name), value })) return [];
  return [{ name, value: withheldSecret }];
}

/** Of quantities only whether they are set: those that an autoscaler writes would make every pod one of its own. */
function bareResources(resources: Json): Json {
  const which = ['requests', 'limits'].map((each) =>
    ['cpu', 'memory'].filter((of) => Number.parseFloat(String(objectOf(resources[each])[of])) > 0),
  );
  const key = JSON.stringify(which);
  const known = knownResources.get(key);
  if (known !== undefined) return known;
  const [requests = {}, limits = {}] = which.map((set) => Object.fromEntries(set.map((each) => [each, '1'])));
  const made = { requests, limits };
  knownResources.set(key, made);
  return made;
}

/** At most sixteen: thousands of containers share them. */
const knownResources = new Map<string, Json>();

function bareStatus(kind: string, status: Json): Json {
  const kept: Readonly<Record<string, readonly string[]>> = {
    Pod: keptOfPod,
    DaemonSet: keptOfDaemonSet,
    Node: keptOfNode,
    Job: ['conditions'],
  };
  const fields = kept[kind];
  if (fields === undefined) return {};
  return { status: Object.fromEntries(fields.map((each) => [each, status[each]])) };
}

function hasController({ ownerReferences }: Json): boolean {
  return listOf(ownerReferences).some(({ controller }) => controller === true);
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
