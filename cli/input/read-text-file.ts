import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

/** More than any campaign or saved plan needs; a device that never ends is noticed by it. */
const largestBytes = 16 * 1024 * 1024;
const chunkBytes = 64 * 1024;
const lookAgainMs = 20;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

/**
 * The text of a file, without a byte order mark; "-" is stdin. Throws CommandError (65) where it cannot be
 * read, is too large, or is no UTF-8 text.
 */
export function readTextFile(file: string, atMostBytes = largestBytes): string {
  const text = decode(readBytes(file, atMostBytes));
  if (text !== null) return text;
  throw unreadable(file, 'it is not UTF-8 text', 'save it as UTF-8, or name another file');
}

function readBytes(file: string, atMostBytes: number): Uint8Array {
  try {
    if (file === '-') return readAll(0, atMostBytes);
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      return readAll(descriptor, atMostBytes, Math.min(size, atMostBytes) + 1);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw unreadable(file, reasonOf(error), 'check the path; nothing was touched', error);
  }
}

/** In one piece where the size is known; a device or a pipe has none, and a file may grow. */
function readAll(descriptor: number, atMostBytes: number, firstBytes = chunkBytes): Uint8Array {
  const chunks: Uint8Array[] = [];
  let chunk = Buffer.allocUnsafe(Math.max(firstBytes, 1));
  let filled = 0;
  for (let total = 0; ; ) {
    if (filled === chunk.length) {
      chunks.push(chunk);
      chunk = Buffer.allocUnsafe(chunkBytes);
      filled = 0;
    }
    const length = readSome(descriptor, filled === 0 ? chunk : chunk.subarray(filled));
    if (length === 0) break;
    total += length;
    filled += length;
    if (total > atMostBytes) throw new RangeError(`it is larger than ${atMostBytes / 1024 / 1024} MiB`);
  }
  const rest = chunk.subarray(0, filled);
  return chunks.length === 0 ? rest : Buffer.concat([...chunks, rest]);
}

/** A pipe that Node has made non-blocking says EAGAIN while its writer is slow. */
function readSome(descriptor: number, chunk: Uint8Array): number {
  for (;;)
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookAgainMs);
    }
}

function decode(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Why a file cannot be opened, read or written, in words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== null) return reasons[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}

function unreadable(file: string, why: string, next: string, cause?: unknown): CommandError {
  const name = file === '' ? 'a file with an empty name' : file;
  return new CommandError(exitCodes.invalidFile, `${name} cannot be read: ${why}`, next, cause);
}
