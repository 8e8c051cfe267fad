import type { KubernetesCluster } from '../cluster/cluster.ts';
import type { AnyKind } from '../objects/kinds.ts';
import { pluralOf } from '../objects/resource-catalogue.ts';
import { ChangeLog } from '../read/change-log.ts';
import { ListPages } from '../read/list-page.ts';
import { answerList } from '../read/lists.ts';
import { Presenter } from '../read/representation.ts';
import { answerWatch, type Watch } from '../read/watch.ts';
import { parseResourcePath, type ResourcePath } from '../wire/request-path.ts';
import type { PartTarget } from '../wire/resource-target.ts';
import { genericProblem, StatusProblem, success } from '../wire/status-answer.ts';
import { remove } from '../write/deletion.ts';
import { answerEviction } from '../write/eviction-endpoint.ts';
import {
  deleteRequestOptions,
  isApply,
  isDryRun,
  type KubeRequest,
  objectBody,
  patchBody,
  readApplication,
  readableBody,
} from '../write/requests.ts';
import { isScaled, scaleOf } from '../write/scale.ts';
import { apply, create, find, patch, replace } from '../write/writes.ts';
import { answerReview, reviewAt } from './access-reviews.ts';
import { apiGroup, apiGroupList, apiResourceList, apiVersions, isOfApi, versionInfo } from './discovery.ts';
import { openApi } from './openapi.ts';
import { answerPodProxy } from './pod-proxy.ts';

export interface KubeAnswer {
  readonly status: number;
  /** A text is sent as text/plain, everything else as JSON. */
  readonly body: unknown;
  /** Where it is a stream of events: how to start it, in place of the body. */
  readonly watch?: Watch;
}

/** Paths that say that a server is up. */
export const HEALTH_PATHS = ['/readyz', '/livez', '/healthz'];

/** The API server of one cluster: requests in, answers out, no HTTP. */
export class ApiServer {
  private readonly pages = new ListPages();
  private readonly cluster: KubernetesCluster;
  private readonly log: ChangeLog;

  constructor(cluster: KubernetesCluster) {
    this.cluster = cluster;
    this.log = new ChangeLog(cluster.state.store);
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

  private answerPlain(request: KubeRequest): KubeAnswer | undefined {
    const { path, method, host } = request;
    const review = method === 'POST' ? reviewAt(path) : undefined;
    if (review !== undefined) return { status: 201, body: answerReview(review, readableBody(request)) };
    if (method !== 'GET') return undefined;
    if (HEALTH_PATHS.some((health) => path === health || path.startsWith(`${health}/`)))
      return { status: 200, body: 'ok' };
    if (path === '/metrics') return { status: 200, body: this.cluster.metrics() };
    const proxied = answerPodProxy(this.cluster.state, path);
    if (proxied !== undefined) return { status: 200, body: proxied };
    const body = this.discovery(path, host);
    return body === undefined ? undefined : { status: 200, body };
  }

  private discovery(path: string, host: string): unknown {
    const [root, ...rest] = path.split('/').filter((segment) => segment !== '');
    if (root === 'version' && rest.length === 0) return versionInfo(this.cluster.version);
    if (root === 'openapi') return openApi(path);
    if (root === 'api') return rest.length === 0 ? apiVersions(host) : apiResourceList(rest.join('/'));
    if (root !== 'apis') return undefined;
    if (rest.length === 0) return apiGroupList();
    return rest.length === 1 ? apiGroup(rest[0]!) : apiResourceList(rest.join('/'));
  }

  private answerResource(request: KubeRequest): KubeAnswer {
    const path = parseResourcePath(request.path);
    if (path === undefined) {
      if (isOfApi(request.path)) throw genericProblem('NotFound');
      return { status: 404, body: '404 page not found\n' };
    }
    const { resource, namespace, name } = path;
    const presenter = new Presenter(resource, this.cluster.state, request);
    if (name === undefined) return this.answerCollection(path, request, presenter);
    if (resource.namespaced && namespace === undefined) throw genericProblem('MethodNotAllowed');
    if (path.subresource === 'eviction') return this.answerEviction(path, request);
    const part = partOf(path);
    const target = { resource, namespace, name, part };
    const answer = this.answerObject(target, request);
    const body = part === 'scale' ? scaleOf(answer.object) : presenter.one(answer.object);
    return { status: answer.status, body: answer.body ?? body };
  }

  private answerCollection(
    { resource, namespace }: ResourcePath,
    request: KubeRequest,
    presenter: Presenter,
  ): KubeAnswer {
    const target = { resource, namespace };
    const { query } = request;
    if (request.method === 'GET') {
      if (!['true', '1'].includes(query.get('watch') ?? ''))
        return { status: 200, body: answerList(this.cluster, this.pages, target, { query, presenter }) };
      const shown = (object: AnyKind) => presenter.one(object);
      const source = { state: this.cluster.state, log: this.log, shown };
      return { status: 200, body: null, watch: answerWatch(source, target, query) };
    }
    if (request.method !== 'POST' || resource.namespaced !== (namespace !== undefined)) {
      throw genericProblem('MethodNotAllowed');
    }
    const made = create(this.cluster.state, target, objectBody(request), isDryRun(request));
    return { status: 201, body: presenter.one(made) };
  }

  private answerObject(target: PartTarget, request: KubeRequest): ObjectAnswer {
    const { state } = this.cluster;
    const ok = (object: AnyKind) => ({ status: 200, object });
    switch (request.method) {
      case 'GET':
        return ok(find(state, target));
      case 'PUT':
        return ok(replace(state, target, objectBody(request), isDryRun(request)));
      case 'PATCH':
        return this.answerPatch(target, request);
      case 'DELETE':
        if (target.part !== 'object') throw genericProblem('MethodNotAllowed');
        return this.answerDelete(target, request);
      default:
        throw genericProblem('MethodNotAllowed');
    }
  }

  private answerPatch(target: PartTarget, request: KubeRequest): ObjectAnswer {
    const { state } = this.cluster;
    if (!isApply(request) || target.part === 'scale')
      return { status: 200, object: patch(state, target, patchBody(request), isDryRun(request)) };
    const { object, isNew } = apply(state, target, readApplication(request), isDryRun(request));
    return { status: isNew ? 201 : 200, object };
  }

  private answerDelete(target: PartTarget, request: KubeRequest): ObjectAnswer {
    const { resource, name } = target;
    const object = remove(this.cluster.state, target, deleteRequestOptions(request));
    if (['pods', 'namespaces'].includes(resource.plural)) return { status: 200, object };
    const { uid } = object.metadata;
    const details = { name, group: resource.group, kind: pluralOf(resource), uid };
    return { status: 200, object, body: success({ details }) };
  }

  private answerEviction({ resource, namespace, name }: ResourcePath, request: KubeRequest): KubeAnswer {
    if (resource.plural !== 'pods' || namespace === undefined || name === undefined)
      throw genericProblem('NotFound');
    if (request.method !== 'POST') throw genericProblem('MethodNotAllowed');
    return { status: 201, body: answerEviction(this.cluster, { namespace, name }, request) };
  }
}

interface ObjectAnswer {
  readonly status: number;
  readonly object: AnyKind;
  /** What is sent in the object's place. */
  readonly body?: unknown;
}

function partOf({ resource, subresource }: ResourcePath): PartTarget['part'] {
  if (subresource === undefined) return 'object';
  if (subresource === 'status' && resource.hasStatus) return 'status';
  if (subresource === 'scale' && isScaled(resource.plural)) return 'scale';
  throw genericProblem('NotFound');
}
