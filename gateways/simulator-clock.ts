import { isCertificateError, networkErrorCode } from '#domain/certificate-error.ts';
import { type Failure, failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/** The clock of a simulator: which one, how fast, and two instants (ms since the epoch) that belong together. */
export interface SimulatorClock {
  /** Another one after every change of its course. */
  readonly id: string;
  /** Which simulator: the same whatever its clock does. */
  readonly simulator: string;
  readonly speed: number;
  readonly virtualEpoch: number;
  readonly realEpoch: number;
}

const answerWithinMs = 5_000;

/**
 * Whether a simulator answers at the endpoint, and its clock. Only a loopback endpoint is ever asked, so no
 * real Azure sees the question; someone who does not know it is null. An untrusted certificate and an
 * endpoint that does not answer are a FailureError: who is silent may still be a simulator. The only place
 * that knows of simulators.
 */
export async function readSimulatorClock(armEndpoint: string): Promise<SimulatorClock | null> {
  if (!isLoopback(new URL(armEndpoint).hostname)) return null;
  try {
    const answer = await fetch(new URL('/_simulator/clock', armEndpoint), {
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const body = await answer.text();
    return answer.ok ? readClock(parseJson(body)) : null;
  } catch (error) {
    throw new FailureError(unreadable(armEndpoint, networkErrorCode(error)), error);
  }
}

function unreadable(armEndpoint: string, code: string | null): Failure {
  return code !== null && isCertificateError(code)
    ? failure('certificate-not-trusted', `The certificate of ${armEndpoint} is not trusted.`, { code })
    : failure('no-answer', `${armEndpoint} does not answer.`, { code });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readClock(body: unknown): SimulatorClock | null {
  if (typeof body !== 'object' || body === null) return null;
  const { id, simulator, speed, virtualEpoch, realEpoch }: Record<string, unknown> = { ...body };
  if (typeof id !== 'string' || typeof simulator !== 'string' || typeof speed !== 'number') return null;
  if (typeof virtualEpoch !== 'string' || typeof realEpoch !== 'string') return null;
  return { id, simulator, speed, virtualEpoch: Date.parse(virtualEpoch), realEpoch: Date.parse(realEpoch) };
}
