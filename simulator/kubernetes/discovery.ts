import { groupVersion, type Resource, resources } from './resource-catalogue.ts';

const EVERY_VERB = ['create', 'delete', 'get', 'list', 'patch', 'update'];

const groups = [...new Set(resources.map(({ group }) => group))].filter((group) => group !== '');

/** The body of /api. */
export function apiVersions(host: string) {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: host }];
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs };
}

/** The body of /apis. */
export function apiGroupList() {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) };
}

/** The body of /apis/GROUP, undefined for an unknown group. */
export function apiGroup(name: string) {
  return groups.includes(name) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(name) } : undefined;
}

function groupEntry(name: string) {
  const version = resources.find(({ group }) => group === name)!.version;
  const entry = { groupVersion: `${name}/${version}`, version };
  return { name, versions: [entry], preferredVersion: entry };
}

/** The body of /api/v1 or /apis/GROUP/VERSION, undefined for one that is not served. */
export function apiResourceList(wanted: string) {
  const members = resources.filter((resource) => groupVersion(resource) === wanted);
  if (members.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: wanted,
    resources: members.flatMap(resourceEntries),
  };
}

function resourceEntries(resource: Resource) {
  const { plural, singular, kind, namespaced, shortNames } = resource;
  const entry = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: EVERY_VERB,
    shortNames,
  };
  if (plural !== 'pods') return [entry];
  const eviction = {
    name: 'pods/eviction',
    singularName: '',
    namespaced,
    group: 'policy',
    version: 'v1',
    kind: 'Eviction',
    verbs: ['create'],
  };
  return [entry, eviction];
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
