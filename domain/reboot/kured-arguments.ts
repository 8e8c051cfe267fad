/** A container, as far as its arguments are read. */
export interface ArgumentSource {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The values of an argument of kured, by its name without dashes: as often as it is given, in order. */
export type KuredArguments = (name: string) => readonly string[];

/**
 * `--name=value` or `--name value`, in command or args; else KURED_NAME of the environment. Source: kured 1.23, cmd/kured.
 */
export function readKuredArguments({ command, args, env }: ArgumentSource): KuredArguments {
  const words = [...command, ...args];
  return (name) => {
    const given = words.flatMap((word, at) => {
      if (word === `--${name}`) return [words[at + 1] ?? ''];
      return word.startsWith(`--${name}=`) ? [word.slice(name.length + 3)] : [];
    });
    const fromEnvironment = env[`KURED_${name.toUpperCase().replaceAll('-', '_')}`];
    return given.length > 0 || fromEnvironment === undefined ? given : [fromEnvironment];
  };
}

/** A switch: alone it is on, and it takes no next word. */
export function isSwitchedOn(source: ArgumentSource, name: string): boolean {
  const isAlone = [...source.command, ...source.args].includes(`--${name}`);
  return isAlone || switchedOn.has(readKuredArguments(source)(name).at(-1) ?? '');
}

/** As Go's strconv.ParseBool reads them. */
const switchedOn = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
