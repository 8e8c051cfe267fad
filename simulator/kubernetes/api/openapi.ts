import { groupVersion, pluralOf, type Resource, resources } from '../objects/resource-catalogue.ts';

/** Path of the OpenAPI v3 index; the document of each group version stands below it. */
const OPENAPI = '/openapi/v3';

/** What `/openapi/v3` or one of its documents answers; undefined for anything else. */
export function openApi(path: string): object | undefined {
  if (path === OPENAPI) return index();
  const root = path.startsWith(`${OPENAPI}/`) ? path.slice(OPENAPI.length + 1) : undefined;
  const members = resources.filter((resource) => rootOf(resource) === root);
  return members.length === 0 ? undefined : document(members);
}

function index() {
  const roots = [...new Set(resources.map(rootOf))];
  const entry = (root: string) => [root, { serverRelativeURL: `${OPENAPI}/${root}?hash=0` }] as const;
  return { paths: Object.fromEntries(roots.map(entry)) };
}

// Just enough that clients find the kinds and leave the check of fields to the server.
function document(members: readonly Resource[]) {
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'unversioned' },
    paths: Object.fromEntries(members.map((resource) => [pathOf(resource), operations(resource)])),
    components: {
      schemas: Object.fromEntries(members.map((resource) => [schemaOf(resource), schema(resource)])),
    },
  };
}

function operations(resource: Resource) {
  const query = (name: string) => ({ in: 'query', name, schema: { type: 'string', uniqueItems: true } });
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map(query);
  const kind = kindOf(resource);
  return {
    patch: { 'x-kubernetes-action': 'patch', 'x-kubernetes-group-version-kind': kind, parameters },
  };
}

function schema(resource: Resource) {
  return {
    type: 'object',
    'x-kubernetes-group-version-kind': [kindOf(resource)],
    'x-kubernetes-preserve-unknown-fields': true,
  };
}

function kindOf({ group, version, kind }: Resource) {
  return { group, version, kind };
}

function rootOf(resource: Resource): string {
  return resource.group === '' ? `api/${resource.version}` : `apis/${groupVersion(resource)}`;
}

function pathOf(resource: Resource): string {
  const scope = resource.namespaced ? '/namespaces/{namespace}' : '';
  return `/${rootOf(resource)}${scope}/${pluralOf(resource)}/{name}`;
}

function schemaOf({ group, version, kind }: Resource): string {
  return `io.k8s.api.${group.split('.')[0] || 'core'}.${version}.${kind}`;
}
