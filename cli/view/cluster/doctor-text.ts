import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';

export interface CheckLine {
  readonly name: string;
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly detail: string;
  readonly next: string | null;
}

const glyphs = { ok: '✔', failed: '✖', skipped: '•' } as const;
const colours = { ok: 'green', failed: 'red', skipped: 'dim' } as const;

/** One line per check, and below a failed one what to do. */
export function checksText(checks: readonly CheckLine[], palette: Palette): string {
  const lines = columns(
    checks.map(({ name, state, detail }) => [palette[colours[state]](glyphs[state]), name, detail]),
    { gap: 2 },
  );
  return lines
    .flatMap((line, index) => {
      const next = checks[index]?.next ?? null;
      return next === null ? [line] : [line, `   next: ${next}`];
    })
    .join('\n');
}
