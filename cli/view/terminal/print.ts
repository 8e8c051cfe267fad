import { once } from 'node:events';
import { printable, printableJson, printableLines } from '#domain/text/printable.ts';
import { asTyped } from './as-typed.ts';
import { jsonPieces } from './json-pieces.ts';
import { withLocalTimes } from './local-times.ts';

/** Data goes to stdout, everything else to stderr. What comes from elsewhere cannot steer the terminal. */
export function printText(text: string): void {
  printDocument(forReader(text));
}

/** As the one at this terminal types commands and reads times, which workflows and domain know in UTC alone. */
export function forReader(text: string): string {
  return withLocalTimes(asTyped(text));
}

/** For others than the one at this terminal: commands and times stay as they are. */
export function printDocument(text: string): void {
  clearLiveLine();
  const shown = printableLines(text);
  process.stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`);
}

export function printJson<T extends { readonly kind: string }>(answer: T): void {
  printDocument(jsonText(answer));
}

const chunkLength = 65_536;

/** A document of any length, entry by entry down to `levels`, as fast as it is read. */
export async function printLargeJson(
  document: object,
  { levels = 4, clean = printableJson } = {},
): Promise<void> {
  clearLiveLine();
  let chunk = '';
  for (const piece of jsonPieces(document, levels)) {
    chunk += clean(piece);
    if (chunk.length < chunkLength) continue;
    await write(chunk);
    chunk = '';
  }
  await write(`${chunk}\n`);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** One document; apiVersion first, as scripts read it. */
export function jsonText<T extends { readonly kind: string }>(answer: T): string {
  return printableJson(JSON.stringify({ apiVersion: 'drydock.dev/v1', ...answer }, null, 2));
}

/** Warnings, notes and what scripts may keep of progress. */
export function log(line: string): void {
  clearLiveLine();
  process.stderr.write(`${printableLines(forReader(line))}\n`);
}

const toLineStart = '\r\u001b[K';
let isLive = false;

/** Writes over the live line of a terminal's stderr; one that is too long would not be written over. */
export function showLiveLine(line: string): void {
  process.stderr.write(
    `${toLineStart}${printable(line).slice(0, Math.max(0, (process.stderr.columns ?? 80) - 1))}`,
  );
  isLive = true;
}

/** Whatever is written next begins at an empty line. */
export function clearLiveLine(): void {
  if (isLive) process.stderr.write(toLineStart);
  isLive = false;
}
