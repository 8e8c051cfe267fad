import { openClock } from '../pace.ts';

/** Remembers until its end (real time, ms) that a token of Entra has decided: its workflow id is used once. */
export async function usedToken(until: number): Promise<void> {
  await openClock(null).waitUntil(until, 'A token of Entra that has decided once expires', () => false);
}
