import type { KubernetesCluster } from './cluster.ts';
import { apiGroup, apiGroupList, apiResourceList, apiVersions, versionInfo } from './discovery.ts';
import { answerEviction } from './eviction-endpoint.ts';
import { asRead } from './heartbeat.ts';
import type { AnyKind } from './kinds.ts';
import { ListPages } from './list-page.ts';
import { answerList } from './lists.ts';
import { parseResourcePath, type ResourcePath } from './request-path.ts';
import { deleteRequestOptions, isDryRun, jsonBody, type KubeRequest, patchBody } from './requests.ts';
import { groupVersion, type Resource } from './resource-catalogue.ts';
import { problem, StatusProblem, success } from './status-answer.ts';
import { create, find, type NamedTarget, patch, remove, replace } from './writes.ts';

export interface KubeAnswer {
  readonly status: number;
  /** A text is sent as text/plain, everything else as JSON. */
  readonly body: unknown;
}

/** The API server of one cluster: requests in, answers out, no HTTP. */
export class ApiServer {
  private readonly pages = new ListPages();
  private readonly cluster: KubernetesCluster;

  constructor(cluster: KubernetesCluster) {
    this.cluster = cluster;
  }

  /** Answers any request; refusals are Status bodies, never exceptions. */
  answer(request: KubeRequest): KubeAnswer {
    try {
      return this.answerPlain(request) ?? this.answerResource(request);
    } catch (error) {
      if (!(error instanceof StatusProblem)) throw error;
      return { status: error.answer.code, body: error.answer };
    } finally {
      if (request.method !== 'GET') this.cluster.reconcile();
    }
  }

  private answerPlain({ path, method, host }: KubeRequest): KubeAnswer | undefined {
    if (method !== 'GET') return undefined;
    if (['/readyz', '/livez', '/healthz'].includes(path)) return { status: 200, body: 'ok' };
    const body = this.discovery(path, host);
    return body === undefined ? undefined : { status: 200, body };
  }

  private discovery(path: string, host: string): unknown {
    const [root, ...rest] = path.split('/').filter((segment) => segment !== '');
    if (root === 'version' && rest.length === 0) return versionInfo(this.cluster.version);
    if (root === 'api') return rest.length === 0 ? apiVersions(host) : apiResourceList(rest.join('/'));
    if (root !== 'apis') return undefined;
    if (rest.length === 0) return apiGroupList();
    return rest.length === 1 ? apiGroup(rest[0]!) : apiResourceList(rest.join('/'));
  }

  private answerResource(request: KubeRequest): KubeAnswer {
    const path = parseResourcePath(request.path);
    if (path === undefined) throw problem('NotFound', 'the server could not find the requested resource');
    const { resource, namespace, name, subresource } = path;
    if (subresource !== undefined) return this.answerSubresource(path, request);
    if (name === undefined) return this.answerCollection(path, request);
    if (resource.namespaced && namespace === undefined) throw notAllowed(request.method);
    return this.answerObject({ resource, namespace, name }, request);
  }

  private answerCollection({ resource, namespace }: ResourcePath, request: KubeRequest): KubeAnswer {
    const target = { resource, namespace };
    if (request.method === 'GET') {
      return { status: 200, body: answerList(this.cluster, this.pages, target, request.query) };
    }
    if (request.method !== 'POST' || resource.namespaced !== (namespace !== undefined)) {
      throw notAllowed(request.method);
    }
    const made = create(this.cluster.state, target, jsonBody(request), isDryRun(request));
    return { status: 201, body: this.shown(resource, made) };
  }

  private answerObject(target: NamedTarget, request: KubeRequest): KubeAnswer {
    const { state } = this.cluster;
    const ok = (object: AnyKind) => ({ status: 200, body: this.shown(target.resource, object) });
    switch (request.method) {
      case 'GET':
        return ok(find(state, target));
      case 'PUT':
        return ok(replace(state, target, jsonBody(request), isDryRun(request)));
      case 'PATCH':
        return ok(patch(state, target, patchBody(request), isDryRun(request)));
      case 'DELETE':
        return this.answerDelete(target, request);
      default:
        throw notAllowed(request.method);
    }
  }

  private answerDelete(target: NamedTarget, request: KubeRequest): KubeAnswer {
    const { resource, name } = target;
    const object = remove(this.cluster.state, target, deleteRequestOptions(request));
    if (['pods', 'namespaces'].includes(resource.plural))
      return { status: 200, body: this.shown(resource, object) };
    const { uid } = object.metadata;
    return { status: 200, body: success(200, { name, group: resource.group, kind: resource.plural, uid }) };
  }

  // In a List the items carry no kind; alone every object does.
  private shown(resource: Resource, object: AnyKind) {
    const read = asRead(resource.plural, object, this.cluster.state);
    return { kind: resource.kind, apiVersion: groupVersion(resource), ...read };
  }

  private answerSubresource(
    { resource, namespace, name, subresource }: ResourcePath,
    request: KubeRequest,
  ): KubeAnswer {
    const isEviction = resource.plural === 'pods' && subresource === 'eviction';
    if (!isEviction || namespace === undefined || name === undefined) {
      throw problem('NotFound', 'the server could not find the requested resource');
    }
    if (request.method !== 'POST') throw notAllowed(request.method);
    return { status: 201, body: answerEviction(this.cluster, { namespace, name }, request) };
  }
}

function notAllowed(method: string) {
  return problem(
    'MethodNotAllowed',
    `the server does not allow this method on the requested resource: ${method}`,
  );
}
