import { type FailureKind, hasCode } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { UnreadScope } from '#domain/fleet/other-writers.ts';
import type { Observation } from '#domain/observation.ts';

/** Answers that no repetition changes; anything else ends the reading as it would any other. */
const refusals: ReadonlySet<FailureKind> = new Set(['not-allowed', 'not-found', 'invalid-request']);
/** A 409, which elsewhere means that someone is at work. */
const notRegistered = 'MissingSubscriptionRegistration';

/**
 * Reads what a plan can do without: where Azure refuses to show it (403), or does not know such a thing there
 * (404, 400, a provider that is not registered), the answer is that it is not known.
 */
export async function readIfShown<T>(
  what: Omit<UnreadScope, 'why'>,
  read: () => Promise<T>,
): Promise<Observation<T, UnreadScope>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { kind, code } = error.failure;
    if (!refusals.has(kind) && !hasCode(error.failure, notRegistered)) throw error;
    return { unread: { ...what, why: code ?? kind } };
  }
}
