import { cancellationSignal } from '@temporalio/activity';
import type { Kured } from '#domain/reboot/find-kured.ts';
import { isOurKuredLock } from '#domain/reboot/kured-lock.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface ReleaseKuredLockInput extends PacedInput {
  readonly resourceId: string;
  readonly kured: Kured;
  readonly owner: string;
}

/** Gives kured's lock back where it is still ours. What another one writes meanwhile stays: ours then ends by its TTL. */
export function releaseKuredLock({ kubernetes }: Gateways) {
  return async ({ resourceId, kured, owner }: ReleaseKuredLockInput): Promise<void> => {
    const client = await kubernetes.rebootClient(resourceId, cancellationSignal());
    for (;;) {
      const { annotation, version } = await client.readLock(kured);
      if (!isOurKuredLock({ annotation, concurrency: kured.concurrency, owner })) return;
      if (await client.writeLock(kured, null, version)) return;
    }
  };
}
