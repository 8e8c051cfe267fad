import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type { ServerCertificate } from '../access/certificate.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { ClockAnchor } from '../world/clock.ts';
import type { Journal, JournalLine } from '../world/journal.ts';

/** Raised whenever an older file could no longer be played back. */
const format = 4;

/** The first line of a state file: what a run begins with. */
export interface Beginning {
  readonly fleet: Fleet;
  readonly tls: ServerCertificate;
  readonly port: number;
  readonly clock: ClockAnchor;
}

export interface SavedRun {
  readonly beginning: Beginning;
  readonly lines: readonly JournalLine[];
}

/** A state file that cannot be used. */
export class StateFileError extends Error {}

/**
 * Reads what an earlier run left behind; undefined where there is nothing. A last line that was cut short was never
 * acted upon as far as any client knows, and is dropped.
 * @throws StateFileError
 */
export function readStateFile(path: string): SavedRun | undefined {
  const text = readText(path);
  if (text === undefined || text === '') return undefined;
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) truncateSync(path, Buffer.byteLength(text.slice(0, end)));
  try {
    const [first = '', ...rest] = text.slice(0, end).trimEnd().split('\n');
    const { format: found, ...beginning } = JSON.parse(first) as Beginning & { readonly format: unknown };
    if (found !== format) throw new StateFileError(`${path}  is not a state file of this release`);
    return { beginning, lines: rest.map((line) => JSON.parse(line) as JournalLine) };
  } catch (error) {
    if (error instanceof StateFileError) throw error;
    throw new StateFileError(`${path}  cannot be read as a state file: ${String(error)}`);
  }
}

/** Begins a new file, for the owner's eyes only: whole, or not at all. */
export function createStateFile(path: string, beginning: Beginning): void {
  const draft = `${path}.new`;
  writeFileSync(draft, `${JSON.stringify({ format, ...beginning })}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** Lines are with the operating system before the answer goes out: they outlive this process, whatever ends it. */
export function appendTo(path: string): Journal & { readonly close: () => void } {
  const file = openSync(path, 'a');
  let isOpen = true;
  return {
    append: (line) => {
      if (isOpen) writeSync(file, `${JSON.stringify(line)}\n`);
    },
    close: () => {
      isOpen = false;
      closeSync(file);
    },
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new StateFileError(`${path}  cannot be read: ${String(error)}`);
  }
}
