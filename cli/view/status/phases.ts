import type { Phase } from '#domain/status/status.ts';
import type { Palette } from '../terminal/colour.ts';

interface PhaseStyle {
  readonly glyph: string;
  readonly label: string;
  readonly colour: keyof Palette | null;
}

const styles: Readonly<Record<Phase, PhaseStyle>> = {
  NotStarted: { glyph: '•', label: 'NotStarted', colour: 'dim' },
  Waiting: { glyph: '◷', label: 'Waiting', colour: 'yellow' },
  Running: { glyph: '◌', label: 'Running', colour: 'cyan' },
  Paused: { glyph: '‖', label: 'Paused', colour: 'yellow' },
  NeedsDecision: { glyph: '⚠', label: 'NeedsDecision', colour: 'red' },
  RollingBack: { glyph: '↶', label: 'RollingBack', colour: 'yellow' },
  RolledBack: { glyph: '↶', label: 'RolledBack', colour: 'yellow' },
  Completed: { glyph: '✔', label: 'Completed', colour: 'green' },
  CompletedWithFailures: { glyph: '⚠', label: 'CompletedWithFailures', colour: 'yellow' },
  Deferred: { glyph: '↻', label: 'Deferred', colour: 'yellow' },
  Skipped: { glyph: '↷', label: 'Skipped', colour: 'dim' },
  Failed: { glyph: '✖', label: 'Failed', colour: 'red' },
  Aborted: { glyph: '✖', label: 'Aborted', colour: 'red' },
};

/** "✔ Completed", in its colour. */
export function phaseText(phase: Phase, palette: Palette): string {
  const { glyph, label, colour } = styles[phase];
  const text = `${glyph} ${label}`;
  return colour === null ? text : palette[colour](text);
}
