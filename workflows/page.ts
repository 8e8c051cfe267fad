import type { Phase } from '#domain/campaign/status.ts';

/** The same signs as in the terminal. */
const glyphs: Readonly<Record<Phase, string>> = {
  NotStarted: '·',
  Waiting: '◷',
  Running: '◌',
  Paused: '॥',
  NeedsDecision: '⚠',
  RollingBack: '↺',
  RolledBack: '↺',
  Completed: '✔',
  CompletedWithFailures: '✖',
  Skipped: '○',
  Failed: '✖',
  Aborted: '✖',
};

export function phaseGlyph(phase: Phase): string {
  return glyphs[phase];
}

/** Text that cannot break a Markdown table. */
export function tableCell(text: string | null): string {
  return text === null ? '-' : text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** "████░░░░ 2/4" */
export function bar(done: number, total: number): string {
  const width = 16;
  const full = total === 0 ? 0 : Math.floor((done / total) * width);
  return `\`${'█'.repeat(full)}${'░'.repeat(width - full)}\` ${done}/${total}`;
}
