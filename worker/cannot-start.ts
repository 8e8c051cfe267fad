import { FailureError } from '#domain/failure-error.ts';

/** What the worker needs from outside to start, and cannot have; `next`: what to do about it. */
export class CannotStartError extends Error {
  override readonly name = 'CannotStartError';
  readonly next: string;

  constructor(message: string, next: string, cause: unknown) {
    super(message, { cause });
    this.next = next;
  }
}

/** The port of the metrics is another program's already. */
export function metricsPortTaken(port: number, cause: unknown): CannotStartError {
  return new CannotStartError(
    `the port of the metrics, ${port}, is taken`,
    'set DRYDOCK_METRICS_PORT to another one; every worker of a machine needs its own',
    cause,
  );
}

/** The port of the probes is another program's already. */
export function healthPortTaken(port: number, cause: unknown): CannotStartError {
  return new CannotStartError(
    `the port of the health probes, ${port}, is taken`,
    'set DRYDOCK_HEALTH_PORT to another one (0: a free one); every worker of a machine needs its own',
    cause,
  );
}

/** The Azure of the configuration is asked whose clock it goes by; only a simulator on this machine has one of its own. */
export function azureUnreachable(endpoint: string, cause: unknown): unknown {
  const isSilent = cause instanceof FailureError && cause.failure.kind === 'no-answer';
  if (!isSilent) return cause;
  return new CannotStartError(
    `${endpoint} does not answer, and only it can say by which clock this worker goes`,
    'start the simulator, or set DRYDOCK_ARM_ENDPOINT to the Azure that is meant; drydock doctor tells more',
    cause,
  );
}

const reasons: readonly (readonly [RegExp, string])[] = [
  [/Connection ?Refused/i, 'nobody listens there'],
  [/dns error|failed to lookup/i, 'there is no host of that name'],
  [/certificate|UnknownIssuer|InvalidCertificate/i, 'its certificate is not trusted'],
  [/timed? ?out|deadline/i, 'it does not answer in time'],
  [
    /tls|corrupt ?message|InvalidContentType|h2 protocol|frame/i,
    'it does not speak as expected; is TLS on where it has to be?',
  ],
];

/** The native library tells why in the words of its innards; they stay in the cause. */
export function temporalUnreachable(address: string, cause: unknown): CannotStartError {
  const words = cause instanceof Error ? cause.message : String(cause);
  const reason = reasons.find(([pattern]) => pattern.test(words))?.[1] ?? 'it cannot be connected to';
  return new CannotStartError(
    `Temporal at ${address} cannot be reached: ${reason}`,
    'set TEMPORAL_ADDRESS (or a profile of the temporal CLI), or start a server; drydock doctor tells more',
    cause,
  );
}

/** The server answers, but not for this namespace. */
export function namespaceUnusable(namespace: string, cause: unknown): CannotStartError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new CannotStartError(
    /code: NotFound|is not found/.test(words)
      ? `Temporal has no namespace ${namespace}`
      : `Temporal does not answer for the namespace ${namespace}`,
    'set TEMPORAL_NAMESPACE, or create it (temporal operator namespace create); drydock doctor tells more',
    cause,
  );
}
