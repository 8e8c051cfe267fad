import { Command, CommanderError, Option } from 'commander';
import { printableLines } from '#domain/text/printable.ts';
import { redactShapes } from '#domain/text/redact.ts';
import packageJson from '../package.json' with { type: 'json' };
import { type ExitCode, exitCodes } from './failure/exit-codes.ts';
import { OptionValues } from './input/command-input.ts';
import type { CommandRow } from './table/command-row.ts';
import { commandFamilies, commandGroups, commandTable } from './table/command-table.ts';
import { asTyped, suggestFor } from './view/terminal/as-typed.ts';
import { forReader } from './view/terminal/print.ts';
import { beQuiet, during } from './view/terminal/progress.ts';

const afterHelp = `
Try it:     drydock demo
A campaign: drydock plan -f campaign.yaml, then drydock start -f campaign.yaml --watch
More:       drydock help COMMAND
Exit codes: 0 done, 1 refused or other error, 2 plan has changes, 3 failed, 4 aborted, 5 approval or decision
            required, 6 blocked, 7 outside the window, 8 stale plan, 64 usage, 65 invalid file, 69 unavailable,
            77 not allowed, 124 timed out, 130 detached by Ctrl-C, 141 output closed`;
const helpFlags = '-h, --help';
const helpText = 'show this help';

/** Parses the arguments, runs the command, prints errors; returns the exit code. */
export async function runCommandLine(typed: readonly string[]): Promise<ExitCode> {
  suggestFor(
    process.env,
    commandTable.map(({ name }) => name.split(' ')[0]!),
  );
  let exitCode: ExitCode = exitCodes.done;
  const program = withSharedOptions(new Command('drydock'))
    .description('Durable upgrade campaigns for fleets of AKS clusters.')
    .version(packageJson.version, '-V, --version', 'show the version')
    .helpOption(helpFlags, helpText)
    .showHelpAfterError(asTyped('See: drydock --help'))
    .addHelpText('after', asTyped(afterHelp))
    .helpCommand(false)
    .exitOverride();
  for (const [group, rows] of Object.entries(commandGroups))
    for (const row of rows)
      parentOf(row, group, program).addCommand(
        commandFrom(row, group, async (positional, values) => {
          if (values.quiet === true) beQuiet();
          const command = await row.load();
          exitCode = await during(`drydock ${row.name}`, () =>
            command.run({ positional, options: new OptionValues(values) }),
          );
        }),
      );
  try {
    await program.parseAsync(withHelpFlag(typed, program), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      process.stderr.write(printableLines(asTyped(missingFlagHint(error, typed))));
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    return reportError(error, typed.includes('--debug'));
  }
}

/** Prints an error to stderr: what, where and why, then what to do next; a stack only with `--debug`. */
async function reportError(error: unknown, withStack: boolean): Promise<ExitCode> {
  const { explainFailure } = await import('./failure/explain-failure.ts');
  const { message, next, exitCode } = explainFailure(error);
  process.stderr.write(`error: ${printableLines(forReader(message))}\n`);
  if (next !== null) process.stderr.write(`  next: ${printableLines(forReader(next))}\n`);
  if (withStack) process.stderr.write(`${printableLines(redactShapes(stackOf(error)))}\n`);
  return exitCode;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

/** "help plan" is "plan --help"; for an unknown command, commander's error suggests the nearest. */
function withHelpFlag(typed: readonly string[], program: Command): readonly string[] {
  if (typed.length === 0) return ['--help'];
  const [first, ...words] = typed;
  if (first !== 'help') return typed;
  const isKnown = words[0] === undefined || program.commands.some((each) => each.name() === words[0]);
  return isKnown ? [...words, '--help'] : words;
}

/** A hint where a file was named without -f, as other tools take it. */
function missingFlagHint({ code }: CommanderError, typed: readonly string[]): string {
  const row = commandTable.find(({ name }) => name === typed.find((word) => !word.startsWith('-')));
  if (code !== 'commander.excessArguments' || row === undefined) return '';
  const flag = ['--manifests', '-f'].find((each) =>
    row.options.some(({ flags }) => flags.split(/[ ,]/).includes(each)),
  );
  if (flag === undefined) return '';
  return `Name files with ${flag}: drydock ${row.name} ${flag} ${typed.find((word) => /\.\w+$/.test(word)) ?? 'FILE'}\n`;
}

type Run = (positional: readonly string[], values: Readonly<Record<string, unknown>>) => Promise<void>;

/** The program itself, or the family of a command of two words. */
function parentOf({ name }: CommandRow, group: string, program: Command): Command {
  const [family = '', own] = name.split(' ');
  if (own === undefined) return program;
  const known = program.commands.find((each) => each.name() === family);
  if (known !== undefined) return known;
  const opened = withTerminalWidth(new Command(family))
    .description(commandFamilies[family] ?? '')
    .helpGroup(`${group}:`)
    .helpCommand(false)
    .helpOption(helpFlags, helpText)
    .showHelpAfterError(asTyped(`See: drydock ${family} --help`))
    .exitOverride();
  program.addCommand(opened);
  return opened;
}

function commandFrom(row: CommandRow, group: string, run: Run): Command {
  const own = row.name.split(' ').at(-1);
  const command = new Command(own).description(row.summary).helpGroup(`${group}:`);
  if (row.positional !== undefined) command.argument(row.positional);
  for (const { flags, help, choices } of row.options) {
    const option = new Option(flags, help);
    command.addOption(choices === undefined ? option : option.choices(choices));
  }
  return withSharedOptions(command)
    .helpOption(helpFlags, helpText)
    .showHelpAfterError(asTyped(`See: drydock ${row.name} --help`))
    .exitOverride()
    .action(async () => run(command.args, command.optsWithGlobals()));
}

/** The program takes them before a command and after it; each command has them for its help. */
function withSharedOptions(command: Command): Command {
  return withTerminalWidth(command)
    .option('--no-color', 'no colours')
    .option('--debug', 'show stack traces')
    .option('--quiet', 'no progress on stderr');
}

/** Commander's own wraps at 80 where the help goes to a pipe. */
function withTerminalWidth(command: Command): Command {
  const widthOf = ({ isTTY, columns }: NodeJS.WriteStream) => (isTTY ? columns : Number.MAX_SAFE_INTEGER);
  return command.configureOutput({
    getOutHelpWidth: () => widthOf(process.stdout),
    getErrHelpWidth: () => widthOf(process.stderr),
  });
}
