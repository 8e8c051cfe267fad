import type { Feature, FeatureSubject } from './feature.ts';
import { type Fields, fieldsAt, listAt, textAt, textsAt } from './fields.ts';
import { podKinds } from './pod-parts.ts';

const kubernetes = 'https://kubernetes.io/docs/reference/labels-annotations-taints/';
const azure = 'https://learn.microsoft.com/azure/aks/use-labels#deprecated-labels';
const windows = 'https://learn.microsoft.com/azure/aks/upgrade-windows-os';

interface Row {
  readonly label: string;
  readonly deprecated: number;
  readonly instead: string;
  readonly source: `https://${string}`;
}

/** Labels that nodes still have; AKS announced the end of its own for 1.24, and nodes of later versions have them yet. */
const rows: readonly Row[] = [
  ...kubernetesLabel(14, 'beta.kubernetes.io/arch', 'kubernetes.io/arch'),
  ...kubernetesLabel(14, 'beta.kubernetes.io/os', 'kubernetes.io/os'),
  ...kubernetesLabel(17, 'failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'),
  ...kubernetesLabel(17, 'failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'),
  ...kubernetesLabel(17, 'beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type'),
  ...azureLabel('node-role.kubernetes.io/agent', 'kubernetes.azure.com/role'),
  ...azureLabel('kubernetes.io/role', 'kubernetes.azure.com/role'),
  ...azureLabel('agentpool', 'kubernetes.azure.com/agentpool'),
  ...azureLabel('storageprofile', 'kubernetes.azure.com/storageprofile'),
  ...azureLabel('storagetier', 'kubernetes.azure.com/storagetier'),
  ...azureLabel('accelerator', 'kubernetes.azure.com/accelerator'),
];

function kubernetesLabel(deprecated: number, label: string, instead: string): readonly Row[] {
  return [{ label, deprecated, instead, source: kubernetes }];
}

function azureLabel(label: string, instead: string): readonly Row[] {
  return [{ label, deprecated: 24, instead, source: azure }];
}

/** Builds of Windows Server by the minor of which AKS has no more nodes of them. */
const windowsBuilds = [
  {
    id: 'windows-server-2019',
    title: 'Windows Server 2019',
    build: '10.0.17763',
    sku: 'Windows2019',
    removed: 33,
  },
  {
    id: 'windows-server-2022',
    title: 'Windows Server 2022',
    build: '10.0.20348',
    sku: 'Windows2022',
    removed: 37,
  },
] as const;

const selecting: readonly string[] = [...podKinds, 'PersistentVolume', 'StorageClass.storage.k8s.io'];

const masterLabel = 'node-role.kubernetes.io/master';
/** What demands the label has no node to run on; what prefers it, or tolerates the taint, runs elsewhere. */
const masterRole = {
  instead: 'node-role.kubernetes.io/control-plane (AKS sets neither label on user nodes)',
  source: `${kubernetes}#node-role-kubernetes-io-control-plane`,
  deprecated: 20,
  removed: 24,
  kinds: podKinds,
} as const;

export const nodeLabels: readonly Feature[] = [
  ...rows.map(
    ({ label, deprecated, instead, source }): Feature => ({
      id: `node-label-${label.replaceAll(/[./]/g, '-')}`,
      title: `node label ${label}`,
      instead,
      source,
      deprecated,
      removed: null,
      atEnd: 'WARN',
      kinds: selecting,
      find: (subject) => placesOf(subject, ({ key }) => key === label),
    }),
  ),
  {
    ...masterRole,
    id: 'node-role-master-required',
    title: 'nodes with only the label node-role.kubernetes.io/master',
    atEnd: 'BLOCK',
    find: (subject) => (demandsMaster(subject) ? showMaster(subject) : []),
  },
  {
    ...masterRole,
    id: 'node-role-master',
    title: 'node label node-role.kubernetes.io/master',
    atEnd: 'WARN',
    find: (subject) => (demandsMaster(subject) || !asksForMaster(subject) ? [] : showMaster(subject)),
  },
  {
    ...masterRole,
    id: 'node-role-master-toleration',
    title: 'toleration of the taint node-role.kubernetes.io/master',
    deprecated: null,
    atEnd: 'INFO',
    find: (subject) => (asksForMaster(subject) ? [] : masterToleration(subject)),
  },
  ...windowsBuilds.map(
    ({ id, title, build, sku, removed }): Feature => ({
      id,
      title,
      instead: 'a node pool with a later Windows Server, and container images of that base',
      source: windows,
      deprecated: null,
      removed,
      atEnd: 'BLOCK',
      kinds: podKinds,
      find: (subject) =>
        placesOf(
          subject,
          ({ key, values, isRequired }) =>
            isRequired &&
            ((key === 'node.kubernetes.io/windows-build' &&
              values.length > 0 &&
              values.every((each) => each === build)) ||
              (key === 'kubernetes.azure.com/os-sku' &&
                values.length > 0 &&
                values.every((each) => each === sku))),
        ),
    }),
  ),
  ...windowsBuilds.map(
    ({ id, title, removed }): Feature => ({
      id: `${id}-node`,
      title: `nodes of ${title}`,
      instead: 'a node pool with a later Windows Server: pools of this one stay behind the control plane',
      source: windows,
      deprecated: null,
      removed,
      atEnd: 'WARN',
      kinds: ['Node'],
      find: ({ value }) => {
        const system = textAt(value, 'status', 'nodeInfo', 'osImage');
        return system?.startsWith(title) ? [system] : [];
      },
    }),
  ),
];

function demandsMaster(subject: FeatureSubject): boolean {
  return usesOf(subject).some(({ key, isRequired }) => key === masterLabel && isRequired);
}

function asksForMaster(subject: FeatureSubject): boolean {
  return usesOf(subject).some(({ key }) => key === masterLabel);
}

function showMaster(subject: FeatureSubject): readonly string[] {
  return [...placesOf(subject, ({ key }) => key === masterLabel), ...masterToleration(subject)];
}

/** Tolerating the old taint alone keeps a pod from the nodes that have the new one. */
function masterToleration({ pod }: FeatureSubject): readonly string[] {
  const keys = listAt(pod?.spec, 'tolerations').map((each) => textAt(each, 'key') ?? '*');
  const isLeft =
    keys.includes(masterLabel) &&
    !keys.includes('node-role.kubernetes.io/control-plane') &&
    !keys.includes('*');
  return isLeft ? ['tolerations'] : [];
}

/** Where an object asks for a label of nodes, and for which values. */
interface LabelUse {
  readonly key: string;
  readonly values: readonly string[];
  readonly place: string;
  /** Whether nodes without it, or with another value, are out of the question. */
  readonly isRequired: boolean;
}

function placesOf(subject: FeatureSubject, isMeant: (use: LabelUse) => boolean): readonly string[] {
  return usesOf(subject)
    .filter(isMeant)
    .map(({ place }) => place);
}

/** A dozen labels are looked for in each object, one object after the other. */
let last: { readonly subject: FeatureSubject; readonly uses: readonly LabelUse[] } | null = null;

function usesOf(subject: FeatureSubject): readonly LabelUse[] {
  if (last?.subject !== subject) last = { subject, uses: readUsesOf(subject) };
  return last.uses;
}

function readUsesOf({ kind, value, pod }: FeatureSubject): readonly LabelUse[] {
  if (pod !== null) return usesOfPod(pod.spec);
  if (kind === 'PersistentVolume')
    return usesOfTerms(
      listAt(value, 'spec', 'nodeAffinity', 'required', 'nodeSelectorTerms'),
      'spec.nodeAffinity',
      true,
    );
  return listAt(value, 'allowedTopologies').flatMap((term) =>
    expressionUses(listAt(term, 'matchLabelExpressions'), 'allowedTopologies', true),
  );
}

function usesOfPod(spec: Fields): readonly LabelUse[] {
  const affinity = fieldsAt(spec, 'affinity');
  const preferred = listAt(affinity, 'nodeAffinity', 'preferredDuringSchedulingIgnoredDuringExecution');
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  return [
    ...Object.entries(fieldsAt(spec, 'nodeSelector')).map(([key, text]) => ({
      key,
      values: typeof text === 'string' ? [text] : [],
      place: `nodeSelector ${key}`,
      isRequired: true,
    })),
    ...usesOfTerms(listAt(affinity, 'nodeAffinity', required, 'nodeSelectorTerms'), 'nodeAffinity', true),
    ...usesOfTerms(
      preferred.map((each) => fieldsAt(each, 'preference')),
      'nodeAffinity',
      false,
    ),
    ...topologyKeys(listAt(spec, 'topologySpreadConstraints'), 'topologySpreadConstraints'),
    ...['podAffinity', 'podAntiAffinity'].flatMap((name) => [
      ...topologyKeys(listAt(affinity, name, required), name),
      ...topologyKeys(
        listAt(affinity, name, 'preferredDuringSchedulingIgnoredDuringExecution').map((each) =>
          fieldsAt(each, 'podAffinityTerm'),
        ),
        name,
      ),
    ]),
  ];
}

/** One of several terms is enough: only what each of them demands is demanded, and any of their values will do. */
function usesOfTerms(terms: readonly unknown[], place: string, isRequired: boolean): readonly LabelUse[] {
  const ofTerms = terms.map((term) => expressionUses(listAt(term, 'matchExpressions'), place, isRequired));
  const demands = (uses: readonly LabelUse[], key: string) =>
    uses.filter((use) => use.isRequired && use.key === key);
  return ofTerms.flat().map((use): LabelUse => {
    if (!use.isRequired || terms.length === 1) return use;
    const alternatives = ofTerms.map((uses) => demands(uses, use.key));
    return {
      ...use,
      isRequired: alternatives.every((each) => each.length > 0),
      values: alternatives.flat().flatMap(({ values }) => values),
    };
  });
}

function expressionUses(
  expressions: readonly unknown[],
  place: string,
  isRequired: boolean,
): readonly LabelUse[] {
  return expressions.flatMap((each): readonly LabelUse[] => {
    const key = textAt(each, 'key');
    const isAsked = textAt(each, 'operator') !== 'NotIn' && textAt(each, 'operator') !== 'DoesNotExist';
    return key === null
      ? []
      : [
          {
            key,
            values: textsAt(each, 'values'),
            place: `${place} ${key}`,
            isRequired: isRequired && isAsked,
          },
        ];
  });
}

function topologyKeys(terms: readonly unknown[], place: string): readonly LabelUse[] {
  return terms.flatMap((each): readonly LabelUse[] => {
    const key = textAt(each, 'topologyKey');
    return key === null ? [] : [{ key, values: [], place: `${place} ${key}`, isRequired: false }];
  });
}
