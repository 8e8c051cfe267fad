import type { Phase } from '#domain/status/status.ts';
import { plainUiMarkdown } from '#domain/text/plain-markdown.ts';
import { printable } from '#domain/text/printable.ts';

/**
 * The Markdown of the Temporal UI's "Current Details". UI 2.42.1 hands the page to a renderer in an address, so
 * pages stay short; the renderer has no style sheet, and outside of code it makes fractions of "1/2" and dashes
 * of "--".
 */

/** The same signs as in the terminal. */
const glyphs: Readonly<Record<Phase, string>> = {
  NotStarted: '•',
  Waiting: '◷',
  Running: '◌',
  Paused: '‖',
  NeedsDecision: '⚠',
  RollingBack: '↶',
  RolledBack: '↶',
  Completed: '✔',
  CompletedWithFailures: '⚠',
  Deferred: '↻',
  Skipped: '↷',
  Failed: '✖',
  Aborted: '✖',
};

/** Markdown that belongs together: a paragraph, a table, a list. Empty: nothing to say. */
export type Block = readonly string[];

/** As an address. nginx accepts 8 KiB of a request line by default, and the UI needs some of it. */
const limitBytes = 7_800;

/** Said where something did not fit. */
const leftOut = '*More than fits here: `drydock status` shows all of it.*';

/**
 * Puts a page together, what matters most first: a block that does not fit any more is left out. The blank at
 * the end is a paragraph too: the UI's frame is as much too low, and would else cut off the last line.
 */
export function page(blocks: readonly Block[]): string {
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n').toWellFormed());
  const kept: string[] = [];
  let left = limitBytes - addressLength(leftOut) - addressLength('\u00a0');
  for (const block of shown) {
    const length = addressLength(block);
    if (length > left) continue;
    kept.push(block);
    left -= length;
  }
  return [...kept, ...(kept.length < shown.length ? [leftOut] : []), '\u00a0'].join('\n\n');
}

function addressLength(block: string): number {
  return encodeURIComponent(`\n\n${block}`).length;
}

/** "◷ Waiting" */
export function phaseText(phase: Phase): string {
  return `${glyphs[phase]} ${phase}`;
}

/** "`████░░░░` 2 of 4": full only when everything is done. */
export function bar(done: number, total: number): string {
  const width = 16;
  const full = total === 0 ? 0 : Math.floor((done / total) * width);
  return `\`${'█'.repeat(full)}${'░'.repeat(width - full)}\` ${done} of ${total}`;
}

/** "2026-11-20 10:42 UTC" */
export function moment(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Cells are plain text or Markdown on one line; an em space keeps columns apart where no style sheet does. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): Block {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => `${cell}\u2003`).join(' | ')} |`;
  return [line(header), `|${header.map(() => ':--').join('|')}|`, ...rows.map(line)];
}

/** Text from elsewhere: on one line, cut to `length` characters, and without any meaning in Markdown. */
export function plain(text: string, length = 160): string {
  return plainUiMarkdown(text, length);
}

/** Text to be copied as it stands. */
export function code(text: string): string {
  return `\`${printable(text).replaceAll('`', "'")}\``;
}

/** "a, b, c and 4 more" */
export function names(all: readonly string[], most: number): string {
  const shown = all.slice(0, most).join(', ');
  return all.length <= most ? shown : `${shown} and ${all.length - most} more`;
}
