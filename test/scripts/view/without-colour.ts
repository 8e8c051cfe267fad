import { paletteFor } from '#scripts/view/colour.ts';

export const withoutColour = paletteFor({ noColour: true, env: {}, isTerminal: false });
