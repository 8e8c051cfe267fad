import { paletteFor } from '#cli/view/terminal/colour.ts';

export const withoutColour = paletteFor({ noColour: true, env: {}, isTerminal: false });
