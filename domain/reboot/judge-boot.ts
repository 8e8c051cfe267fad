export interface BootMoment {
  /** The boot that was to end. */
  readonly before: string;
  /** null: the node is gone, or cannot be seen. */
  readonly node: { readonly bootId: string; readonly ready: boolean } | null;
  /** Since when it was seen Ready in another boot, without a break; null: it was not. ms. */
  readonly readySince: number | null;
  readonly now: number;
  readonly readyForMs: number;
  readonly deadline: number;
}

export type BootVerdict = 'rebooted' | 'go-on' | 'same-boot' | 'not-ready';

/** A reboot is proven by another boot id and a node that has been Ready for a while, not by Azure's word. */
export function judgeBoot({ before, node, readySince, now, readyForMs, deadline }: BootMoment): BootVerdict {
  const isReady = node !== null && isInAnotherBoot(node, before) && node.ready;
  if (isReady && readySince !== null && now - readySince >= readyForMs) return 'rebooted';
  // One that is Ready at the deadline is given its time.
  if (now < deadline || (isReady && readySince !== null && now - readySince < readyForMs)) return 'go-on';
  return node !== null && !isInAnotherBoot(node, before) ? 'same-boot' : 'not-ready';
}

export function isInAnotherBoot({ bootId }: { readonly bootId: string }, before: string): boolean {
  return bootId !== '' && bootId !== before;
}
