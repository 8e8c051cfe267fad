import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';

/** What every file in commands/ exports. */
export interface CommandModule {
  run(input: CommandInput): Promise<ExitCode>;
}

/** What was typed after the command's name. */
export interface CommandInput {
  readonly positional: readonly string[];
  readonly options: OptionValues;
}

type RawValues = Readonly<Record<string, unknown>>;

/** Options by their long name in camel case, as commander names them. */
export class OptionValues {
  readonly #values: RawValues;

  constructor(values: RawValues) {
    this.#values = values;
  }

  /** null: not given. */
  text(name: string): string | null {
    const value = this.#values[name];
    return typeof value === 'string' ? value : null;
  }

  /** Throws CommandError (64) where it was not given. */
  requiredText(name: string, next: string): string {
    const value = this.text(name);
    if (value === null) throw new CommandError(exitCodes.usage, `--${name} is missing`, next);
    return value;
  }

  list(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  }

  isOn(name: string): boolean {
    return this.#values[name] === true;
  }

  /** `--no-color` switches off what is on by default. */
  isOff(name: string): boolean {
    return this.#values[name] === false;
  }

  wantsJson(): boolean {
    return this.text('output') === 'json';
  }
}
