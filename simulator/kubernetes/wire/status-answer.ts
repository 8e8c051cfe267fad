/** The API machinery's Status object, as far as this server sends it. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: { readonly continue?: string };
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

/** Only what was made has a code. */
export type Success = Omit<Status, 'code'> & Partial<Pick<Status, 'code'>>;

interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

const CODES = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  Timeout: 504,
} as const;

/** A refusal on its way to the client; the API turns it into an answer. */
export class StatusProblem extends Error {
  readonly answer: Status;

  constructor(answer: Status) {
    super(answer.message);
    this.answer = answer;
  }
}

/** A refusal with the code that belongs to its reason. */
export function problem(reason: keyof typeof CODES, message: string, details?: StatusDetails): StatusProblem {
  return new StatusProblem({ ...failure(CODES[reason], message), reason, ...(details && { details }) });
}

const GENERIC = {
  NotFound: 'the server could not find the requested resource',
  MethodNotAllowed: 'the server does not allow this method on the requested resource',
  Invalid: 'the server rejected our request due to an error in our request',
} as const;

/** A refusal that knows no object: of a path that no one serves, a method, a patch that does not fit. */
export function genericProblem(reason: keyof typeof GENERIC): StatusProblem {
  return problem(reason, GENERIC[reason], {});
}

/** A refusal without a reason: the eviction handler's 500 has none. */
export function bareProblem(code: number, message: string): StatusProblem {
  return new StatusProblem(failure(code, message));
}

function failure(code: number, message: string): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code };
}

/** The answer to what was done and leaves nothing to show. */
export function success(more: Pick<Success, 'code' | 'details'>): Success {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', ...more };
}

interface Named {
  readonly plural: string;
  readonly servedAs?: string;
  readonly group: string;
}

/** `pods`, or `deployments.apps` outside the core group: how the API server names a resource in texts. */
function qualified({ plural, servedAs = plural, group }: Named): string {
  return group === '' ? servedAs : `${servedAs}.${group}`;
}

export function notFound(resource: Named, name: string): StatusProblem {
  return problem('NotFound', `${qualified(resource)} "${name}" not found`, details(resource, name));
}

export function alreadyExists(resource: Named, name: string): StatusProblem {
  return problem('AlreadyExists', `${qualified(resource)} "${name}" already exists`, details(resource, name));
}

export function modified(resource: Named, name: string): StatusProblem {
  const reason =
    'the object has been modified; please apply your changes to the latest version and try again';
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${reason}`;
  return problem('Conflict', message, details(resource, name));
}

/** The refusal of anything new in a namespace that is being deleted. */
export function namespaceEnds(namespace: string) {
  const message = `unable to create new content in namespace ${namespace} because it is being terminated`;
  return problem('Forbidden', message, {
    causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated` }],
  });
}

export function invalid(
  resource: Named & { readonly kind: string },
  name: string,
  problems: readonly { readonly field: string; readonly message: string }[],
): StatusProblem {
  const causes = problems.map(({ field, message }) => ({ reason: 'FieldValueInvalid', field, message }));
  const list = problems.map(({ field, message }) => `${field}: Invalid value: ${message}`).join(', ');
  const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
  return problem('Invalid', `${kind} "${name}" is invalid: ${list}`, {
    name,
    group: resource.group,
    kind: resource.kind,
    causes,
  });
}

/** The refusal of a query parameter: the options of a request are objects of their own, without a name. */
export function badOption(kind: string, field: string, message: string): StatusProblem {
  return invalid({ plural: '', group: 'meta.k8s.io', kind }, '', [{ field, message }]);
}

function details({ plural, servedAs = plural, group }: Named, name: string): StatusDetails {
  return group === '' ? { name, kind: servedAs } : { name, group, kind: servedAs };
}
