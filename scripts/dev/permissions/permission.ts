/** One right: an action of Azure, or a verb on a kind or path of Kubernetes, as `verb resource.group` or `verb /path`. */
export type Permission = string;

/** The right that a request needs; null: none of Azure's or Kubernetes' roles. `path` is one of the simulator's ledger. */
export function permissionFor(method: string, path: string): Permission | null {
  const { pathname } = new URL(path, 'https://simulator');
  const kubernetes = /^\/k8s\/[^/]+\/[^/]+\/[^/]+(\/.*)$/.exec(pathname)?.[1];
  if (kubernetes !== undefined) return kubernetesPermission(method, kubernetes);
  const provider = /^\/subscriptions\/.*\/providers\/([^/]+)\/(.+)$/i.exec(pathname);
  return provider === null ? null : azureAction(method, provider[1]!, provider[2]!.split('/'));
}

/** Types and names take turns in an id; a POST ends with the name of its action. */
function azureAction(method: string, namespace: string, segments: readonly string[]): Permission {
  const types = segments.filter((_, index) => index % 2 === 0);
  const last = method === 'POST' && segments.length % 2 === 1 ? 'action' : verbOf(method);
  return [namespace, ...types, last].join('/').toLowerCase();
}

function verbOf(method: string): string {
  if (method === 'DELETE') return 'delete';
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
}

const kubernetesVerbs: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** As the API server reads a request (k8s.io/apiserver, RequestInfo). */
function kubernetesPermission(method: string, path: string): Permission {
  const found =
    /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)\/(?:namespaces\/[^/]+\/(?=[^/]))?([^/]+)(?:\/([^/]+)(?:\/([^/]+)(?:\/.*)?)?)?$/.exec(
      path,
    );
  if (found === null) return `${method === 'GET' ? 'get' : method.toLowerCase()} ${path}`;
  const [, group = '', resource, name, part] = found;
  const verb = kubernetesVerbs[method] ?? (name === undefined ? 'list' : 'get');
  return `${verb} ${resource}${part === undefined ? '' : `/${part}`}.${group}`;
}

/** Whether a granted right covers another: Azure's actions may have one wildcard, in any case. */
export function covers(granted: Permission, needed: Permission): boolean {
  const [first = '', ...rest] = granted.toLowerCase().split('*');
  if (rest.length === 0) return first === needed.toLowerCase();
  return needed.toLowerCase().startsWith(first) && needed.toLowerCase().endsWith(rest.at(-1)!);
}
