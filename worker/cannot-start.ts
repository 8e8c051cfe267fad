import { FailureError } from '#domain/failure-error.ts';

/** Something outside that the worker needs to start is not available; `next`: what to do about it. */
export class CannotStartError extends Error {
  override readonly name = 'CannotStartError';
  readonly next: string;

  constructor(message: string, next: string, cause: unknown) {
    super(message, { cause });
    this.next = next;
  }
}

/** Another program uses the metrics port. */
export function metricsPortTaken(port: number, cause: unknown): CannotStartError {
  return new CannotStartError(
    `metrics port ${port} is already in use`,
    'set DRYDOCK_METRICS_PORT to another port; each worker on a machine needs its own',
    cause,
  );
}

/** Another program uses the health probe port. */
export function healthPortTaken(port: number, cause: unknown): CannotStartError {
  return new CannotStartError(
    `health probe port ${port} is already in use`,
    'set DRYDOCK_HEALTH_PORT to another port (0: any free one); each worker on a machine needs its own',
    cause,
  );
}

/** The configured endpoint is asked for its clock before the start; only a simulator on this machine has one of its own. */
export function azureUnreachable(endpoint: string, cause: unknown): unknown {
  const isSilent = cause instanceof FailureError && cause.failure.kind === 'no-answer';
  if (!isSilent) return cause;
  return new CannotStartError(
    `${endpoint} does not answer, so it is unknown whether this worker runs on real or simulated time`,
    'start the simulator, or set DRYDOCK_ARM_ENDPOINT to the intended endpoint; drydock doctor shows details',
    cause,
  );
}

const reasons: readonly (readonly [RegExp, string])[] = [
  [/Connection ?Refused/i, 'connection refused'],
  [/dns error|failed to lookup/i, 'the host name does not resolve'],
  [/certificate|UnknownIssuer|InvalidCertificate/i, 'its certificate is not trusted'],
  [/timed? ?out|deadline/i, 'no answer in time'],
  [
    /tls|corrupt ?message|InvalidContentType|h2 protocol|frame/i,
    'unexpected protocol; check whether TLS is on where the server requires it',
  ],
];

/** The native library's own message stays in the cause. */
export function temporalUnreachable(address: string, cause: unknown): CannotStartError {
  const words = cause instanceof Error ? cause.message : String(cause);
  const reason = reasons.find(([pattern]) => pattern.test(words))?.[1] ?? 'the connection failed';
  return new CannotStartError(
    `Temporal at ${address} cannot be reached: ${reason}`,
    'set TEMPORAL_ADDRESS (or a temporal CLI profile), or start a server; drydock doctor shows details',
    cause,
  );
}

/** The server answers, but not for this namespace: it does not exist, or this worker has no access. */
export function namespaceUnusable(namespace: string, cause: unknown): CannotStartError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new CannotStartError(
    /code: NotFound|is not found/.test(words)
      ? `Temporal has no namespace ${namespace}`
      : `Temporal refuses access to namespace ${namespace}`,
    'set TEMPORAL_NAMESPACE, or create it (temporal operator namespace create); drydock doctor shows details',
    cause,
  );
}
