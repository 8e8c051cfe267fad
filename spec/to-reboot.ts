import type { RebootTerms } from '#domain/reboot/reboot-terms.ts';
import type { CampaignFile } from './schema/campaign-file.ts';
import { reboot as schema } from './schema/reboot.ts';

/** A file may say nothing of them: then everything has its default. */
export function toReboot(written: CampaignFile['spec']['reboot']): RebootTerms {
  const { ways, kured, checkPod, drainTimeout, bootTimeout, readyFor } = written ?? schema.parse({});
  return {
    ways,
    kured,
    checkPod: checkPod ?? null,
    drainTimeoutMs: drainTimeout,
    bootTimeoutMs: bootTimeout,
    readyForMs: readyFor,
  };
}
