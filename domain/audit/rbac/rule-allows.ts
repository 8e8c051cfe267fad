import type { PolicyRule } from './roles.ts';

/** What is asked of one resource. An empty name is that of a list, a watch or a create. */
export interface ResourceRequest {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly name?: string;
}

export interface PathRequest {
  readonly verb: string;
  /** "/metrics" */
  readonly path: string;
}

/** As the API server's RBAC authorizer compares them (k8s.io/kubernetes, pkg/apis/rbac/v1/evaluation_helpers.go). */
export function ruleAllows(rule: PolicyRule, request: ResourceRequest | PathRequest): boolean {
  if (!hasOrAll(rule.verbs, request.verb)) return false;
  if ('path' in request) return (rule.nonResourceURLs ?? []).some((each) => coversPath(each, request.path));
  const names = rule.resourceNames ?? [];
  return coversResource(rule, request) && (names.length === 0 || names.includes(request.name ?? ''));
}

/** The same of a resource, whatever its name. */
export function coversResource(
  { apiGroups, resources }: PolicyRule,
  { group, resource, subresource = '' }: Omit<ResourceRequest, 'verb'>,
): boolean {
  if (!hasOrAll(apiGroups, group)) return false;
  if (subresource === '') return hasOrAll(resources, resource);
  return (
    hasOrAll(resources, `${resource}/${subresource}`) || resources?.includes(`*/${subresource}`) === true
  );
}

/** Whether a list of a rule has the value, or stands for all. */
export function hasOrAll(list: readonly string[] | undefined, value: string): boolean {
  return list?.some((each) => each === '*' || each === value) ?? false;
}

function coversPath(url: string, path: string): boolean {
  if (url === '*' || url === path) return true;
  return url.endsWith('*') && path.startsWith(url.replace(/\*+$/, ''));
}
