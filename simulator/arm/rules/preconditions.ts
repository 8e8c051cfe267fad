import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import type { OperationKind } from '../../cluster/operation.ts';
import type { ArmCall } from '../request/arm-call.ts';
import { gatewayError, providerError } from '../request/arm-error.ts';

/**
 * Compares If-Match and If-None-Match with the resource's eTag, quotes ignored.
 * @throws ArmError 400 for both at once or a value of If-None-Match other than `*`, 412 for a mismatch.
 */
export function checkTags(call: ArmCall, tag: unknown): void {
  const wanted = call.headers.get('if-match');
  const unwanted = call.headers.get('if-none-match');
  if (wanted !== null && unwanted !== null) {
    throw providerError(400, 'BadRequest', 'If-Match and If-None-Match may not be used together.');
  }
  if (unwanted !== null && unwanted !== '*') {
    throw providerError(400, 'BadRequest', 'If-None-Match accepts only "*".');
  }
  if (unwanted === '*') throw failed('The resource exists already.');
  if (wanted === null || wanted === '*') return;
  if (wanted.replaceAll('"', '') !== tag)
    throw failed(`Expected eTag ${wanted}, the current one is ${String(tag)}.`);
}

/** @throws ArmError 412 where If-Match wants a resource that does not exist. */
export function checkNew(call: ArmCall): void {
  if (call.headers.get('if-match') !== null) throw failed('The resource does not exist.');
}

/**
 * One operation at a time per cluster; only image upgrades of different pools run side by side.
 * @throws ArmError 409 naming the running operation.
 */
export function checkIdle(
  cluster: ManagedCluster,
  wanted: { kind: OperationKind; pool: string | null },
): void {
  for (const running of cluster.running) {
    const isSideBySide =
      wanted.kind === 'node-image-upgrade' &&
      running.kind === 'node-image-upgrade' &&
      running.pool !== wanted.pool;
    if (isSideBySide) continue;
    const what = running.pool === null ? running.word : `${running.pool} - ${running.word}`;
    throw providerError(
      409,
      'OperationNotAllowed',
      `Operation is not allowed: Another operation (${what}) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details`,
    );
  }
}

/** @throws ArmError 400 for a cluster that is stopped. */
export function checkStarted(cluster: ManagedCluster): void {
  if (!cluster.isStopped) return;
  throw providerError(
    400,
    'OperationNotAllowed',
    `Operation is not allowed: managed cluster ${cluster.name} is stopped. Please start the cluster and try again.`,
  );
}

function failed(message: string) {
  return gatewayError(
    412,
    'PreconditionFailed',
    `The condition of the request headers was not met. ${message}`,
  );
}
