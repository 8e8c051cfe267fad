import { type Failure, failure } from '../failure.ts';
import { poolCommand } from '../fleet/az-command.ts';

/**
 * Whether an operation that Azure calls done is sent again, because nodes stay at the old version or image: only once they
 * were found behind before, so that an operator has looked at them and said retry.
 */
export function isToResend({
  wasBehind,
  isBehind,
}: {
  readonly wasBehind: boolean;
  readonly isBehind: boolean;
}): boolean {
  return wasBehind && isBehind;
}

/** The nodes are named first, but never so many that the advice has no room. */
const longestNodes = 280;

/** The failure of nodes that are behind even then. */
export function resentInVain({ kind, message }: Failure, resourceId: string, pool: string): Failure {
  const nodes = message.length > longestNodes ? `${message.slice(0, longestNodes - 1)}…` : message;
  const remove = poolCommand(resourceId, pool, 'delete-machines', '--machine-names NODE');
  const advice = `The operation was sent again, and Azure reports success again. Manual action required: drain such a node (drydock drain), delete its machine (${remove}), scale the pool back, then retry, or skip.`;
  return failure(kind, `${nodes} ${advice}`, { isAdvised: true });
}
