import { groupVersion, pluralOf, type Resource, resources } from '../objects/resource-catalogue.ts';
import { isScaled } from '../write/scale.ts';
import { reviews } from './access-reviews.ts';

const EVERY_VERB = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const CHANGE_VERBS = ['get', 'patch', 'update'];

const groupVersions = new Map(
  [...resources.map(asGroup), ...reviews.map(asGroup)].filter(([name]) => name !== ''),
);

function asGroup({ group, version = 'v1' }: { readonly group: string; readonly version?: string }) {
  return [group, version] as const;
}

/** Whether a path lies below a group that is served: other ones are no one's. */
export function isOfApi(path: string): boolean {
  const [root, group = ''] = path.split('/').filter((segment) => segment !== '');
  return root === 'api' || (root === 'apis' && groupVersions.has(group));
}

/** The body of /api. */
export function apiVersions(host: string) {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: host }];
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs };
}

/** The body of /apis. */
export function apiGroupList() {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: [...groupVersions.keys()].map(groupEntry) };
}

/** The body of /apis/GROUP, undefined for an unknown group. */
export function apiGroup(name: string) {
  return groupVersions.has(name) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(name) } : undefined;
}

function groupEntry(name: string) {
  const version = groupVersions.get(name)!;
  const entry = { groupVersion: `${name}/${version}`, version };
  return { name, versions: [entry], preferredVersion: entry };
}

/** The body of /api/v1 or /apis/GROUP/VERSION, undefined for one that is not served. */
export function apiResourceList(wanted: string) {
  const members = resources.filter((resource) => groupVersion(resource) === wanted).flatMap(resourceEntries);
  const questions = reviews.filter(({ group }) => `${group}/v1` === wanted).map(reviewEntry);
  if (members.length + questions.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: wanted,
    resources: [...members, ...questions],
  };
}

function resourceEntries(resource: Resource) {
  const { plural, singular, kind, namespaced, shortNames, categories = [] } = resource;
  const entry = {
    name: pluralOf(resource),
    singularName: singular,
    namespaced,
    kind,
    verbs: EVERY_VERB,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
  const part = (name: string, of: object) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    ...of,
  });
  const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: CHANGE_VERBS };
  const eviction = { group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] };
  return [
    entry,
    ...(resource.hasStatus ? [part('status', { kind, verbs: CHANGE_VERBS })] : []),
    ...(isScaled(plural) ? [part('scale', scale)] : []),
    ...(plural === 'pods' ? [part('eviction', eviction)] : []),
  ];
}

function reviewEntry({ plural, singular, kind }: (typeof reviews)[number]) {
  return { name: plural, singularName: singular, namespaced: false, kind, verbs: ['create'] };
}

/** The body of /version, for a version without a leading v. */
export function versionInfo(version: string) {
  const [major, minor] = version.split('.');
  return {
    major,
    minor,
    gitVersion: `v${version}`,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'go1.24.0',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}
