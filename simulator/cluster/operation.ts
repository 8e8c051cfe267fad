import type { JsonObject } from '../values/json-value.ts';

export type OperationKind =
  | 'control-plane-upgrade'
  | 'node-pool-upgrade'
  | 'node-image-upgrade'
  | 'rollback'
  | 'create-pool'
  | 'delete-pool'
  | 'delete-machines'
  | 'restart-machine'
  | 'scale'
  | 'settings'
  | 'tags'
  | 'abort'
  | 'other';

export type OperationResult = 'Succeeded' | 'Failed' | 'Canceled';

export interface OperationError {
  readonly code: string;
  readonly message: string;
}

/** What a record of an operation says other than how things are. */
export interface ReportedState {
  /** While it runs. */
  readonly status: string | null;
  /** In place of its result. */
  readonly ending: string | null;
  /** Beside a status that is no failure. */
  readonly notice: OperationError | null;
}

/** What an operation is about; `word` is the provisioningState it puts its resource in. */
export interface OperationSubject {
  readonly kind: OperationKind;
  readonly pool: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly word: string;
}

export interface Operation extends OperationSubject {
  readonly id: string;
  readonly subscription: string;
  readonly region: string;
  readonly startedMs: number;
  /** Seemingly signed query that belongs to this operation alone. */
  readonly signature: Readonly<Record<'t' | 'c' | 's' | 'h', string>>;
  /** Evictions and deprecated APIs do not stop it. */
  readonly isForced: boolean;
  readonly reported: ReportedState;
  status: string;
  error: OperationError | null;
  finishedMs: number | null;
  result: OperationResult | null;
  /** The record no longer exists: polls answer 404. */
  isExpired: boolean;
}

/** The api-version that the service writes into its own operation addresses. */
const operationApiVersion = '2025-03-01';

/**
 * Absolute address of an operation, about 4 KB long as real ones are.
 * @param kind `operations` for Azure-AsyncOperation, `operationresults` for Location.
 */
export function operationUrl(
  operation: Operation,
  origin: string,
  kind: 'operations' | 'operationresults',
): string {
  const provider = operation.kind === 'restart-machine' ? 'Microsoft.Compute' : 'Microsoft.ContainerService';
  const path = `/subscriptions/${operation.subscription}/providers/${provider}/locations/${operation.region}/${kind}/${operation.id}`;
  const query = new URLSearchParams({ 'api-version': operationApiVersion, ...operation.signature });
  return `${origin}${path}?${query.toString()}`;
}

/** Whether the query of a poll is the one that was handed out. */
export function isSignedFor(operation: Operation, query: URLSearchParams): boolean {
  return (['t', 'c', 's', 'h'] as const).every((key) => query.get(key) === operation.signature[key]);
}

/** The running operation as its poll shows it. Fraction digits vary from 5 to 7, as seen in real traffic. */
export function operationBody(operation: Operation): JsonObject {
  const body: JsonObject = {
    name: operation.id,
    status: shownStatus(operation),
    startTime: withFraction(operation.startedMs, operation.id),
  };
  if (operation.finishedMs !== null) body.endTime = withFraction(operation.finishedMs, operation.id);
  const error = operation.error ?? operation.reported.notice;
  if (error !== null) body.error = { ...error };
  return body;
}

function shownStatus({ result, status, reported }: Operation): string {
  return result === null ? (reported.status ?? status) : (reported.ending ?? result);
}

function withFraction(epochMs: number, id: string): string {
  const digits = 5 + (id.charCodeAt(0) % 3);
  return new Date(epochMs)
    .toISOString()
    .replace(/(\.\d{3})Z$/, (_, fraction: string) => `${fraction.padEnd(digits + 1, '3')}Z`);
}
