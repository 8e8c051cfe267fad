import { shortImage } from '../version/node-image.ts';
import type { StepStatus } from './status.ts';

/** Where a pool's step leads to, and where it came from. */
export interface StepGoal {
  readonly version: string;
  /** null: another upgrade began the way there, so that Azure says `version` already. */
  readonly back: string | null;
  /** Where the image alone is upgraded, and both versions are one. */
  readonly image?: { readonly to: string; readonly back: string };
}

type Line = Pick<StepStatus, 'from' | 'to' | 'version'>;

export function stepGoal({ from, to, version }: Line): StepGoal {
  return version === undefined
    ? { version: to, back: from === to ? null : from }
    : { version, back: version, image: { to, back: from } };
}

/** What a pool goes back to, in words: "1.33.5", or "image 202509.23.0". */
export function describeRollbackTarget({ from, version }: Line): string {
  return version === undefined ? from : `image ${shortImage(from)}`;
}
