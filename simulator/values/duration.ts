import { z } from 'zod';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const durationText = z
  .string()
  .regex(/^(\d+(\.\d+)?[smhd])+$/, 'expected a duration such as 18h or 1h30m');

/** Milliseconds of a text that `durationText` accepts. */
export function durationMs(text: string): number {
  const parts = text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g);
  return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit!] ?? 0), 0);
}
