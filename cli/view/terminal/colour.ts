import { createColors } from 'picocolors';

/** The few colours of Drydock's texts; each is a function from text to text. */
export type Palette = Pick<
  ReturnType<typeof createColors>,
  'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'
>;

const plain: Palette = createColors(false);

export interface ColourWish {
  /** `--no-color` was given. */
  readonly noColour: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

/** The flag, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal that can. */
function wantsColour({ noColour, env, isTerminal }: ColourWish): boolean {
  if (noColour) return false;
  if (isSet(env.NO_COLOR)) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

export function paletteFor(wish: ColourWish): Palette {
  return wantsColour(wish) ? createColors(true) : plain;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
