import { type Palette, paletteFor } from '../view/terminal/colour.ts';
import type { OptionValues } from './command-input.ts';

/** The colours that fit where stdout goes. */
export function terminalPalette(options: OptionValues): Palette {
  return paletteFor({ noColour: options.isOff('color'), env: process.env, isTerminal: process.stdout.isTTY });
}

/** How wide the terminal is that stdout goes to; nothing, where it is none. */
export function terminalWidth(): { readonly width?: number } {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? { width: columns } : {};
}
