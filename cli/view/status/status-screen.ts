import type { WaitingFor } from '#domain/status/status.ts';
import { asTyped } from '../terminal/as-typed.ts';
import { cut } from '../terminal/fit.ts';
import { textWidth } from '../terminal/text-width.ts';
import { sayOnce } from './say-once.ts';
import { type HeaderParts, headerParts } from './status-header.ts';
import {
  cutTreeLines,
  incompleteLines,
  type StatusTreeInput,
  treeLines,
  withLocalWords,
} from './status-tree.ts';

interface ScreenInput extends StatusTreeInput {
  readonly width: number;
  /** Of the terminal, in lines. */
  readonly height: number;
}

/** What the tree keeps where more is waited for than the screen has room for. */
const leastTree = 8;
const detach = 'q detach (the campaign continues)';

/**
 * A campaign under way within a terminal: its header and what it waits for first, with the commands that answer; the tree
 * has the lines that are left. Whatever is left out is counted, and the last line says where to read all of it.
 */
export function statusScreen(seen: ScreenInput): string {
  const input = withLocalWords(seen);
  const { status, width, height, palette } = input;
  const incomplete = incompleteLines(input);
  const last = incomplete.length === 0 ? [] : ['', ...incomplete];
  const parts = headerParts(input);
  const tree = treeLines({ ...input, status: sayOnce(status, status.waitingFor) });
  const whole = [...parts.top, ...parts.blocks.flatMap(({ lines }) => lines), '', ...tree, ...last];
  if (heightOf(whole, width) < height) return [...whole, palette.dim(detach)].join('\n');
  const room = Math.max(1, height - 1 - last.length);
  const { header, waits } = fittedHeader(parts, {
    width,
    room,
    forTree: Math.min(leastTree, tree.length + 1),
  });
  const left = room - heightOf(header, width) - 1;
  const fitted = left < 2 ? [] : ['', ...cutTreeLines({ ...input, status: sayOnce(status, waits) }, left)];
  const hint = palette.dim(cut(asTyped(`All of it: drydock status ${status.name}   ${detach}`), width));
  return [...header, ...fitted, ...last, hint].join('\n');
}

/** A command is never cut, so that it can be copied: it may take more than one line of the terminal. */
function heightOf(lines: readonly string[], width: number): number {
  return lines.reduce((total, line) => total + Math.max(1, Math.ceil(textWidth(line) / width)), 0);
}

interface Room {
  readonly width: number;
  readonly room: number;
  readonly forTree: number;
}

/** The first block is shown whatever it takes of the tree. `waits`: those whose block is shown. */
function fittedHeader(
  { top, blocks }: HeaderParts,
  { width, room, forTree }: Room,
): { readonly header: readonly string[]; readonly waits: readonly WaitingFor[] } {
  const [first, ...others] = blocks;
  if (first === undefined) return { header: fitting(top, width, room), waits: [] };
  const free = room - heightOf(top, width) - (others.length > 0 ? 1 : 0);
  const lines = [...top, ...(heightOf(first.lines, width) <= free ? first.lines : first.terse)];
  let missing = others.length;
  const shown = [first.wait];
  for (const { wait, lines: more } of others) {
    const counted = missing > 1 ? 1 : 0;
    if (heightOf([...lines, ...more], width) + counted > room - forTree) break;
    lines.push(...more);
    shown.push(wait);
    missing -= 1;
  }
  const count = missing === 0 ? [] : [`          … and ${missing} more to act on or to wait for`];
  return {
    header: [...fitting(lines, width, room - count.length), ...count],
    waits: shown.filter((wait) => wait !== null),
  };
}

function fitting(lines: readonly string[], width: number, room: number): readonly string[] {
  let left = room;
  return lines.filter((line) => {
    left -= heightOf([line], width);
    return left >= 0;
  });
}
