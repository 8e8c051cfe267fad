import { apiPlural } from '../catalogue/api-plural.ts';
import { extensionFinding } from '../extensions/extension-finding.ts';
import { judgeApiService } from '../extensions/judge-api-service.ts';
import { judgeDefinition } from '../extensions/judge-definition.ts';
import { judgeRole } from '../extensions/judge-role.ts';
import { judgeWebhooks } from '../extensions/judge-webhook.ts';
import { features } from '../features/features.ts';
import { type Fields, fieldsAt, textAt } from '../features/fields.ts';
import { neverStops } from '../findings/aks-stop.ts';
import type { ScanMode } from '../findings/judge-use.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';
import { judgeFeatures } from './judge-features.ts';
import { judgeInventory } from './judge-inventory.ts';
import type { LiveList } from './live-lists.ts';

/** Objects of a cluster that are read as a whole: their metadata is not enough. */
export interface ObjectSource extends LiveList {
  readonly source: RemovalFinding['source'];
  /** How many a page brings: some are large. */
  readonly pageSize: number;
  readonly judge: (object: Fields) => readonly RemovalFinding[];
}

interface SourceRow {
  readonly group: string;
  readonly kind: string;
  readonly source: RemovalFinding['source'];
  readonly pageSize?: number;
  /** Absent: in gate mode, too. */
  readonly isForFull?: true;
  readonly judge: (object: Fields, api: LiveList, at: Terms) => readonly RemovalFinding[];
}

interface Terms {
  readonly target: number;
  readonly mode: ScanMode;
}

const inventory = (group: string, kind: string): SourceRow => ({
  group,
  kind,
  source: 'inventory',
  pageSize: 50,
  judge: (object, api, { target, mode }) => judgeInventory(api.kind, object, target, mode),
});

const webhooks = (kind: string): SourceRow => ({
  group: 'admissionregistration.k8s.io',
  kind,
  source: 'live-object',
  judge: (object, api, { target, mode }) =>
    judgeWebhooks(object, target, mode).map((note) => extensionFinding('live-object', api, object, note)),
});

const roles = (kind: string): SourceRow => ({
  group: 'rbac.authorization.k8s.io',
  kind,
  source: 'live-object',
  isForFull: true,
  judge: (object, api, { target }) =>
    judgeRole(object, target).map((note) => extensionFinding('live-object', api, object, note)),
});

const rows: readonly SourceRow[] = [
  inventory('kustomize.toolkit.fluxcd.io', 'Kustomization'),
  inventory('helm.toolkit.fluxcd.io', 'HelmRelease'),
  inventory('argoproj.io', 'Application'),
  webhooks('ValidatingWebhookConfiguration'),
  webhooks('MutatingWebhookConfiguration'),
  {
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    source: 'custom-resource',
    pageSize: 50,
    isForFull: true,
    judge: (object, api) =>
      judgeDefinition(object).map((note) => extensionFinding('custom-resource', api, object, note)),
  },
  {
    group: 'apiregistration.k8s.io',
    kind: 'APIService',
    source: 'live-object',
    isForFull: true,
    judge: (object, api, { target }) =>
      judgeApiService(object, target).map((note) => extensionFinding('live-object', api, object, note)),
  },
  roles('ClusterRole'),
  roles('Role'),
];

/**
 * What is read as a whole, of the groups that the server has (each with the version it prefers: "apps" -> "apps/v1"). gate: only what
 * may break on the way to the target. Pods, replica sets and jobs are not read: their owners are.
 */
export function objectSources(
  groups: ReadonlyMap<string, string>,
  { server, target, mode }: Terms & { readonly server: number },
): readonly ObjectSource[] {
  const ofRows = rows.flatMap(
    ({ group, kind, source, pageSize = 250, isForFull, judge }): readonly ObjectSource[] => {
      const apiVersion = groups.get(group);
      if (apiVersion === undefined || (isForFull === true && mode === 'gate')) return [];
      const api = { apiVersion, kind, plural: apiPlural(kind) };
      return [{ ...api, source, pageSize, judge: (object) => judge(object, api, { target, mode }) }];
    },
  );
  return [...ofRows, ...featureSources(groups, { server, target, mode })];
}

const madeByOthers = ['Pod', 'ReplicaSet.apps', 'Job.batch', 'PodTemplate'];

function featureSources(
  groups: ReadonlyMap<string, string>,
  { server, target, mode }: Terms & { readonly server: number },
): readonly ObjectSource[] {
  const concerned = features.filter(({ deprecated, removed, atEnd }) =>
    mode === 'gate'
      ? atEnd === 'BLOCK' && removed !== null && removed > server && removed <= target
      : Math.min(deprecated ?? removed ?? 0, removed ?? Number.POSITIVE_INFINITY) <= target,
  );
  const kinds = new Set(concerned.flatMap((feature) => feature.kinds));
  return [...kinds].flatMap((each): readonly ObjectSource[] => {
    const [kind = '', ...group] = each.split('.');
    const apiVersion = group.length === 0 ? 'v1' : groups.get(group.join('.'));
    if (apiVersion === undefined || madeByOthers.includes(each)) return [];
    const api = { apiVersion, kind, plural: apiPlural(kind) };
    const judge = (object: Fields) => judgeLiveFeatures(api, object, target, mode);
    return [{ ...api, source: 'live-object', pageSize: 250, judge }];
  });
}

function judgeLiveFeatures(
  { apiVersion, kind }: LiveList,
  value: Fields,
  target: number,
  mode: ScanMode,
): readonly RemovalFinding[] {
  const metadata = fieldsAt(value, 'metadata');
  if (kind !== 'Node' && isOfAks(fieldsAt(metadata, 'labels'))) return [];
  const [namespace, name] = [textAt(metadata, 'namespace'), textAt(metadata, 'name')];
  const location = [kind, ...(namespace === null ? [] : [namespace]), name ?? ''].join('/');
  const object = { apiVersion, kind, namespace, name, generateName: null, value };
  return judgeFeatures(object, target, mode, () => location).map((each) => ({
    ...each,
    source: 'live-object',
    aks: neverStops,
  }));
}

/** AKS brings its own add-ons along with every version: no one else can, or need, change them. Nodes bear its label, too. */
function isOfAks(labels: Fields): boolean {
  return (
    textAt(labels, 'kubernetes.azure.com/managedby') === 'aks' ||
    textAt(labels, 'addonmanager.kubernetes.io/mode') !== null
  );
}
