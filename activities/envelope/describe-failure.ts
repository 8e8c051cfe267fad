import { ApplicationFailure } from '@temporalio/common';
import { describeFailure, type Failure, failure, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { redactForeign } from '#domain/text/redact.ts';

/**
 * Of a failure that is tried again the server keeps 4 KiB, and of a longer one nothing but that it was too long
 * (limit.mutableStateActivityFailureSize.error): nothing would show why it does not proceed. Texts of other systems stand in it
 * twice, in the sentence and in the details.
 */
const mostBytes = { words: 800, stack: 1_600 };
/** Of each error: its own words and the frames nearest to it. */
const linesOfStack = 6;

/**
 * Turns whatever an activity threw into what Temporal understands: the failure table says whether it is tried
 * again, Retry-After says when, and the failure itself travels in the details. The outermost error decides, so
 * nothing is wrapped around it: what is behind it stands in the stack.
 */
export function boundedFailure(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return unclassified(String(thrown));
  if (thrown instanceof FailureError) return applicationFailure(thrown.failure, thrown);
  if (thrown.name === 'CancelledFailure' || thrown.name === 'CompleteAsyncError') return thrown;
  if (thrown instanceof ApplicationFailure) return thrown;
  return unclassified(thrown.message, thrown);
}

function unclassified(message: string, thrown?: Error): ApplicationFailure {
  return applicationFailure(failure('unclassified', message), thrown);
}

function applicationFailure(full: Failure, thrown: Error | undefined): ApplicationFailure {
  const isRetried = failureRules[full.kind].reaction === 'retry';
  const what = isRetried ? { ...full, message: clip(full.message, mostBytes.words) } : full;
  const said = ApplicationFailure.create({
    message: describeFailure(what),
    type: what.kind,
    nonRetryable: !isRetried,
    details: [what],
    ...(what.retryAfterMs === null ? {} : { nextRetryDelay: what.retryAfterMs }),
  });
  said.stack = clip(redactForeign(describeStacks(thrown)), mostBytes.stack);
  return said;
}

/** Words of causes are others', and bounded by no one. Where it was thrown, and what was behind it; not where it was turned into a failure of Temporal's. */
function describeStacks(thrown: unknown): string {
  const stacks: string[] = [];
  for (let at = thrown; at instanceof Error && stacks.length < 4; at = at.cause)
    stacks.push((at.stack ?? at.message).split('\n').slice(0, linesOfStack).join('\n'));
  return stacks.join('\nCaused by: ');
}

function clip(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  return encoded.length <= bytes ? text : `${new TextDecoder().decode(encoded.subarray(0, bytes))}…`;
}
