import { parseDocument } from 'yaml';
import { z } from 'zod';
import { badOption, problem } from '../wire/status-answer.ts';
import type { Application } from './server-side-apply.ts';
import type { PatchFormat } from './writes.ts';

/** One request to an API server, read off HTTP. */
export interface KubeRequest {
  readonly method: string;
  /** Path behind the cluster's prefix. */
  readonly path: string;
  readonly host: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  /** The Accept header, empty where none was sent. */
  readonly accept: string;
  readonly text: string;
}

const YAML_TYPES = ['application/yaml', 'application/apply-patch+yaml'];

/** The body of a create or a replace. Throws 415 for another media type (protobuf), 400 for what cannot be read. */
export function objectBody({ contentType, text }: KubeRequest): unknown {
  if (YAML_TYPES.includes(contentType)) return parseYaml(text);
  if (contentType !== '' && contentType !== 'application/json') throw unsupported(contentType);
  return parseJson(text);
}

const PATCH_FORMATS: Readonly<Record<string, PatchFormat>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
};

/** The patch and its kind. Throws 415 for any other media type. */
export function patchBody({ contentType, text }: KubeRequest): {
  readonly format: PatchFormat;
  readonly body: unknown;
} {
  const format = PATCH_FORMATS[contentType];
  if (format === undefined) throw unsupported(contentType);
  return { format, body: parseJson(text) };
}

/** Whether a PATCH is a server-side apply. */
export function isApply({ contentType }: KubeRequest): boolean {
  return contentType === 'application/apply-patch+yaml';
}

/** What a server-side apply wants. Throws 400 where no manager is named or the body is no object. */
export function readApplication(request: KubeRequest): Application {
  const manager = request.query.get('fieldManager') ?? '';
  if (manager === '') throw badOption('PatchOptions', 'fieldManager', 'is required for apply patch');
  const force = ['true', '1'].includes(request.query.get('force') ?? '');
  return { manager, force, config: asObject(objectBody(request)) };
}

const deleteOptions = z.looseObject({
  gracePeriodSeconds: z.int().min(0).nullish(),
  dryRun: z.array(z.string()).nullish(),
  preconditions: z
    .looseObject({ uid: z.string().nullish(), resourceVersion: z.string().nullish() })
    .nullish(),
});

export interface ReadDeleteOptions {
  readonly gracePeriodSeconds: number | undefined;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly isDryRun: boolean;
}

/** Options of a DELETE. A body that is no JSON (Go clients send protobuf) is passed over: only the query counts. */
export function deleteRequestOptions(request: KubeRequest): ReadDeleteOptions {
  const body =
    request.contentType === 'application/json' && request.text !== '' ? parseJson(request.text) : {};
  const seconds = request.query.get('gracePeriodSeconds');
  const fromQuery = seconds === null ? {} : { gracePeriodSeconds: Number(seconds) };
  return readDeleteOptions({ ...asObject(body), ...fromQuery }, request);
}

/** The deleteOptions of a DELETE or of an eviction. Throws 400 where they cannot be read. */
export function readDeleteOptions(options: unknown, request: KubeRequest): ReadDeleteOptions {
  const parsed = deleteOptions.safeParse(options ?? {});
  if (!parsed.success) throw problem('BadRequest', `invalid DeleteOptions: ${z.prettifyError(parsed.error)}`);
  const { gracePeriodSeconds, preconditions, dryRun } = parsed.data;
  return {
    gracePeriodSeconds: gracePeriodSeconds ?? undefined,
    uid: preconditions?.uid ?? undefined,
    resourceVersion: preconditions?.resourceVersion ?? undefined,
    isDryRun: isDryRun(request) || (dryRun ?? []).includes('All'),
  };
}

const OPTIONS: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
  DELETE: 'DeleteOptions',
};

/** Whether the query asks for a dry run. Throws 422 for any value but All. */
export function isDryRun({ method, query }: KubeRequest): boolean {
  const values = query.getAll('dryRun');
  if (values.some((value) => value !== 'All'))
    throw badOption(OPTIONS[method]!, 'dryRun', 'supported values: "All"');
  return values.length > 0;
}

/** Whether a request changes nothing by its own wish, which its query or its body says. */
export function wantsDryRun(request: KubeRequest): boolean {
  if (request.query.getAll('dryRun').includes('All')) return true;
  const body = readableBody(request);
  const options = request.method === 'DELETE' ? body : asObject(body.deleteOptions);
  return Array.isArray(options.dryRun) && options.dryRun.includes('All');
}

/** The JSON object of a body; an empty one where it is anything else (protobuf). */
export function readableBody({ text }: KubeRequest): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw problem('BadRequest', 'the request body is not valid JSON');
  }
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text);
  if (document.errors.length === 0) return document.toJS() as unknown;
  throw problem('BadRequest', `the request body is not valid YAML: ${document.errors[0]!.message}`);
}

function unsupported(contentType: string) {
  return problem(
    'UnsupportedMediaType',
    `the body of the request was in an unknown format (${contentType || 'none given'}) - accepted media types include: application/json, application/yaml`,
  );
}
