import type { Failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/** The failure that a call leaves with; a call that succeeds, or throws anything else, is an error here. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('it did not fail');
}
