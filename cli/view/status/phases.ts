import type { Phase } from '#domain/status/status.ts';
import type { Palette } from '../terminal/colour.ts';

interface PhaseLook {
  readonly glyph: string;
  readonly words: string;
  readonly colour: keyof Palette | null;
}

const looks: Readonly<Record<Phase, PhaseLook>> = {
  NotStarted: { glyph: '•', words: 'NotStarted', colour: 'dim' },
  Waiting: { glyph: '◷', words: 'Waiting', colour: 'yellow' },
  Running: { glyph: '◌', words: 'Running', colour: 'cyan' },
  Paused: { glyph: '‖', words: 'Paused', colour: 'yellow' },
  NeedsDecision: { glyph: '⚠', words: 'NeedsDecision', colour: 'red' },
  RollingBack: { glyph: '↶', words: 'RollingBack', colour: 'yellow' },
  RolledBack: { glyph: '↶', words: 'RolledBack', colour: 'yellow' },
  Completed: { glyph: '✔', words: 'Completed', colour: 'green' },
  CompletedWithFailures: { glyph: '⚠', words: 'CompletedWithFailures', colour: 'yellow' },
  Skipped: { glyph: '↷', words: 'Skipped', colour: 'dim' },
  Failed: { glyph: '✖', words: 'Failed', colour: 'red' },
  Aborted: { glyph: '✖', words: 'Aborted', colour: 'red' },
};

/** "✔ Completed", in its colour. */
export function phaseText(phase: Phase, palette: Palette): string {
  const { glyph, words, colour } = looks[phase];
  const text = `${glyph} ${words}`;
  return colour === null ? text : palette[colour](text);
}
