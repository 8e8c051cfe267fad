import type { KuredQuery, RebootTerms } from '#domain/reboot/reboot-terms.ts';
import type { CampaignFile } from '../schema/campaign-file.ts';
import { reboot as schema } from '../schema/reboot.ts';

/** A file may say nothing of them: then everything has its default. */
export function toReboot(written: CampaignFile['spec']['reboot']): RebootTerms {
  const given = written ?? schema.parse({});
  const { methods, kured, checkPod, kuredMetric, privilegedPod: pod } = given;
  const { drainTimeout, bootTimeout, readyFor } = given;
  return {
    methods,
    kured,
    checkPod: checkPod ?? null,
    ...(kuredMetric && { kuredMetric: toKuredMetric(kuredMetric) }),
    ...(pod && { privilegedPod: pod }),
    drainTimeoutMs: drainTimeout,
    bootTimeoutMs: bootTimeout,
    readyForMs: readyFor,
  };
}

function toKuredMetric({
  address,
  query,
  azureMonitor,
  tokenFrom,
}: NonNullable<NonNullable<CampaignFile['spec']['reboot']>['kuredMetric']>): KuredQuery {
  return { address, query, auth: azureMonitor ? 'azure' : (tokenFrom ?? 'none') };
}
