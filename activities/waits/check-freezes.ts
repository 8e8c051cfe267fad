import type { FreezeVerdict } from '#domain/gate/freeze.ts';
import type { PacedInput } from '../envelope/paced-input.ts';
import { readFreezes } from './read-freezes.ts';

/** Whether a freeze is in force at this moment, for whoever changes something other than through `beginChange`. */
export function checkFreezes({ pace }: PacedInput): Promise<FreezeVerdict> {
  return readFreezes(pace);
}
