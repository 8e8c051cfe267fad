import { cancellationSignal } from '@temporalio/activity';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Kured } from '#domain/reboot/find-kured.ts';
import { decideKuredLock, type LockAnswer } from '#domain/reboot/kured-lock.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface HoldKuredLockInput extends PacedInput {
  readonly resourceId: string;
  readonly kured: Kured;
  /** No name of a node. */
  readonly owner: string;
  /** Whose reboot kured's own blockers may speak against; absent: a hold that we have is lengthened. */
  readonly node?: string;
  /** Campaign time (ms). */
  readonly ttlMs: number;
}

export type HoldAnswer =
  | { readonly state: 'taken' }
  | { readonly state: 'blocked'; readonly why: string }
  | Exclude<LockAnswer, { state: 'take' }>;

const attempts = 5;

/** Takes kured's lock where kured itself would reboot the node, or lengthens our hold of it; a concurrent write is read and judged again. */
export function holdKuredLock({ kubernetes }: Gateways) {
  return async ({ resourceId, kured, owner, node, ttlMs, pace }: HoldKuredLockInput): Promise<HoldAnswer> => {
    const client = await kubernetes.rebootClient(resourceId, cancellationSignal());
    const why = node === undefined ? null : await client.whyKuredBlocks(kured, node);
    if (why !== null) return { state: 'blocked', why };
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const { annotation, version } = await client.readLock(kured);
      const { concurrency } = kured;
      const decision = decideKuredLock({ annotation, concurrency, owner, now: campaignNow(pace), ttlMs });
      if (decision.state !== 'take') return decision;
      if (await client.writeLock(kured, decision.annotation, version)) return { state: 'taken' };
    }
    throw new FailureError(
      failure('kubernetes-unreachable', "kured's lock keeps changing while Drydock takes it."),
    );
  };
}
