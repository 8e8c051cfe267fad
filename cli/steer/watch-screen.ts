import { createLogUpdate } from 'log-update';
import { describeNextStep } from '#domain/status/next-step.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { printableLines } from '#domain/text/printable.ts';
import type { StatusReading } from '../temporal/read-status.ts';
import { statusScreen } from '../view/status/status-screen.ts';
import { statusTree } from '../view/status/status-tree.ts';
import { lastSeen, transitions, transitionText } from '../view/status/transitions.ts';
import { asTyped } from '../view/terminal/as-typed.ts';
import type { Palette } from '../view/terminal/colour.ts';
import { log, printDocument, printText } from '../view/terminal/print.ts';

const ctrlC = '\u0003';

export interface Screen {
  show(reading: StatusReading): void;
  /** Aborted on detach: q, Ctrl-C, or the signal given. */
  readonly detached: AbortSignal;
  /** Keeps what was drawn last and restores the terminal. */
  close(): void;
}

export interface ScreenOptions {
  readonly namespace: string;
  /** Who reads it; null: unknown. */
  readonly viewer: string | null;
  readonly palette: Palette;
  readonly onQuit: AbortSignal;
}

/** A live tree on a terminal whose size is known, one line per transition anywhere else. */
export function openScreen(options: ScreenOptions): Screen {
  return process.stdout.isTTY && process.stdout.rows > 0 ? openTree(options) : openLines(options);
}

function openLines({ onQuit: detached, viewer }: ScreenOptions): Screen {
  let previous: CampaignStatus | null = null;
  let lastAt: string | null = null;
  return {
    detached,
    show({ status }) {
      const lines = transitions(previous, status, lastAt, viewer);
      for (const line of lines) printDocument(asTyped(transitionText(line)));
      const next = describeNextStep(status);
      if (next !== null) log(`Next: ${next}`);
      lastAt = lines.at(-1)?.at ?? lastAt;
      previous = lastSeen(previous, status);
    },
    close: () => undefined,
  };
}

function openTree({ namespace, viewer, palette, onQuit }: ScreenOptions): Screen {
  const draw = createLogUpdate(process.stdout);
  const keys = listenToKeys();
  return {
    detached: AbortSignal.any([onQuit, keys.detached]),
    show({ status }) {
      const input = { status, namespace, viewer, palette };
      const { columns: width, rows } = process.stdout;
      // The cursor stands on the last line.
      const height = rows - 1;
      if (status.finishedAt === null) return draw(printableLines(statusScreen({ ...input, width, height })));
      // Nothing is drawn over it any more: it may be longer than the screen.
      draw.clear();
      printText(statusTree({ ...input, width }));
    },
    close() {
      draw.done();
      keys.stop();
    },
  };
}

/** In raw mode Ctrl-C arrives as a key. */
function listenToKeys(): { readonly detached: AbortSignal; stop(): void } {
  const detach = new AbortController();
  const { stdin } = process;
  if (!stdin.isTTY) return { detached: detach.signal, stop: () => undefined };
  const onKey = (key: Buffer) => {
    if (key.toString() === 'q' || key.toString() === ctrlC) detach.abort();
  };
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('data', onKey);
  return {
    detached: detach.signal,
    stop() {
      stdin.off('data', onKey);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
