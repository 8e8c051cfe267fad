import type { CommandModule } from '../input/command-input.ts';

/** One option: its flags as commander reads them, what it means, and the values it takes where they are few. */
export interface OptionRow {
  readonly flags: string;
  readonly help: string;
  readonly choices?: readonly string[];
}

/** One command. Its module (and with it any SDK) is loaded only when it runs. */
export interface CommandRow {
  /** One word, or that of a family (`commandFamilies`) and one more. */
  readonly name: string;
  readonly summary: string;
  /** "<id>", "[plan]" */
  readonly positional?: string;
  readonly options: readonly OptionRow[];
  readonly load: () => Promise<CommandModule>;
}
