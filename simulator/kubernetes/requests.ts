import { z } from 'zod';
import { problem } from './status-answer.ts';
import type { PatchFormat } from './writes.ts';

/** One request to an API server, read off HTTP. */
export interface KubeRequest {
  readonly method: string;
  /** Path behind the cluster's prefix. */
  readonly path: string;
  readonly host: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly text: string;
}

/** The JSON body of a create or a replace. Throws 415 for another media type, 400 for what is no JSON. */
export function jsonBody({ contentType, text }: KubeRequest): unknown {
  if (contentType !== '' && contentType !== 'application/json') throw unsupported(contentType);
  return parseJson(text);
}

const PATCH_FORMATS: Readonly<Record<string, PatchFormat>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
};

/** The patch and its kind. Throws 415 for any other media type, server-side apply among them. */
export function patchBody({ contentType, text }: KubeRequest): {
  readonly format: PatchFormat;
  readonly body: unknown;
} {
  const format = PATCH_FORMATS[contentType];
  if (format === undefined) throw unsupported(contentType);
  return { format, body: parseJson(text) };
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

/** Whether the query asks for a dry run. Throws 400 for any value but All. */
export function isDryRun({ query }: KubeRequest): boolean {
  const values = query.getAll('dryRun');
  if (values.some((value) => value !== 'All'))
    throw problem('BadRequest', 'invalid dryRun: only "All" is known');
  return values.length > 0;
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

function unsupported(contentType: string) {
  return problem(
    'UnsupportedMediaType',
    `the body of the request was in an unknown format: ${contentType || 'none given'}`,
  );
}
