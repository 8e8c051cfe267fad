import { isSignedFor, type Operation, operationBody } from '../../cluster/operation.ts';
import { isSameName } from '../../values/same-name.ts';
import type { ArmAnswer, ArmCall } from '../request/arm-call.ts';
import { gatewayError } from '../request/arm-error.ts';

/** The state of an operation, by the address that was handed out and no other. */
export function getOperation(call: ArmCall): ArmAnswer {
  return { status: 200, body: operationBody(find(call)), headers: pollHint(call) };
}

/** 202 while it runs, 204 without a body once it has ended. */
export function getOperationResult(call: ArmCall): ArmAnswer {
  const operation = find(call);
  if (operation.result !== null) return { status: 204 };
  return {
    status: 202,
    headers: { ...pollHint(call), location: `${call.origin}${call.path}?${call.query.toString()}` },
  };
}

/** Foreign clients sleep 30 s between polls without a Retry-After: too long when the clock runs fast. */
function pollHint(call: ArmCall): Record<string, string> {
  return call.world.clock.speed > 1 ? { 'retry-after': '1' } : {};
}

function find(call: ArmCall): Operation {
  const operation = call.world.operations.get(call.params.operation?.toLowerCase() ?? '');
  const isThere =
    operation !== undefined &&
    !operation.isExpired &&
    isSameName(operation.subscription, call.params.subscription);
  if (!isThere || !isSignedFor(operation, call.query)) {
    throw gatewayError(404, 'ResourceNotFound', `The operation '${call.params.operation}' was not found.`);
  }
  return operation;
}
