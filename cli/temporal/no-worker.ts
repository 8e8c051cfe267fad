import { QueryNotRegisteredError } from '@temporalio/client';
import { grpc, grpcFailureOf, ranOutOfTime } from '../failure/grpc-failure.ts';

/** Queries are answered by workers alone: none polls, or the one that does has not got as far yet. */
export function meansNoWorker(error: unknown): boolean {
  const refused = grpcFailureOf(error)?.code === grpc.failedPrecondition;
  return refused || ranOutOfTime(error) || error instanceof QueryNotRegisteredError;
}
