import { groupVersion, pluralOf, type Resource, resources } from '../objects/resource-catalogue.ts';

/** What a URL behind a cluster's prefix asks for. */
export interface ResourcePath {
  readonly resource: Resource;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/**
 * Reads `/api/v1/...` and `/apis/GROUP/VERSION/...` into a resource, its namespace, name and subresource.
 * Undefined for anything this server does not serve.
 */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const [root, ...rest] = decoded(path);
  const groupLength = root === 'api' ? 1 : 2;
  if (root !== 'api' && root !== 'apis') return undefined;
  const version = rest.slice(0, groupLength).join('/');
  const segments = rest.slice(groupLength);
  return readNamespaced(version, segments) ?? readPlain(version, segments);
}

// A path that is no valid URL encoding names nothing that is served.
function decoded(path: string): readonly string[] {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    return [];
  }
}

function readNamespaced(version: string, [scope, namespace, ...rest]: readonly string[]) {
  if (scope !== 'namespaces' || namespace === undefined || rest.length === 0) return undefined;
  const path = readPlain(version, rest);
  return path?.resource.namespaced === true ? { ...path, namespace } : undefined;
}

function readPlain(version: string, [plural, name, subresource, extra]: readonly string[]) {
  const resource = resources.find(
    (candidate) => pluralOf(candidate) === plural && groupVersion(candidate) === version,
  );
  if (resource === undefined || extra !== undefined) return undefined;
  return {
    resource,
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}
