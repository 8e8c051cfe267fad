import { Command, CommanderError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { type CommandRow, commandFamilies, commandTable } from './command-table.ts';
import { type ExitCode, exitCodes } from './failure/exit-codes.ts';
import { OptionValues } from './input/command-input.ts';

const afterHelp = `
Try it:     drydock demo
A campaign: drydock plan -f campaign.yaml, then drydock start -f campaign.yaml --watch
More:       drydock help COMMAND
Exit codes: 0 done, 1 refused or another error, 2 plan has changes, 3 failed, 4 aborted, 5 a person is waited for,
            6 blocked, 7 outside the window, 8 stale plan, 64 usage, 65 invalid file, 69 unavailable,
            77 not allowed, 124 timed out, 130 detached by Ctrl-C`;
const helpFlags = '-h, --help';
const helpText = 'show this help';

/** Reads what was typed, runs the command, answers with its exit code; errors are printed here. */
export async function runCommandLine(typed: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = new Command('drydock')
    .description('Durable upgrade campaigns for fleets of AKS clusters.')
    .version(packageJson.version, '-V, --version', 'show the version')
    .helpOption(helpFlags, helpText)
    .showHelpAfterError('See: drydock --help')
    .addHelpText('after', afterHelp)
    .helpCommand(false)
    .exitOverride();
  for (const row of commandTable)
    parentOf(row, program).addCommand(
      commandFrom(row, async (positional, values) => {
        const command = await row.load();
        exitCode = await command.run({ positional, options: new OptionValues(values) });
      }),
    );
  try {
    await program.parseAsync(withHelpFlag(typed, program), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      process.stderr.write(forgottenFlag(error, typed));
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    const { reportError } = await import('./failure/report-error.ts');
    return reportError(error, typed.includes('--debug'));
  }
}

/** "help plan" is "plan --help"; after help for what is no command, the error of typing it tells what there is. */
function withHelpFlag(typed: readonly string[], program: Command): readonly string[] {
  if (typed.length === 0) return ['--help'];
  const [first, ...words] = typed;
  if (first !== 'help') return typed;
  const isKnown = words[0] === undefined || program.commands.some((each) => each.name() === words[0]);
  return isKnown ? [...words, '--help'] : words;
}

/** A line for whoever named a file as other tools take it. */
function forgottenFlag({ code }: CommanderError, typed: readonly string[]): string {
  const row = commandTable.find(({ name }) => name === typed[0]);
  const takesFile = row?.options.some(({ flags }) => flags.startsWith('-f,')) === true;
  if (code !== 'commander.excessArguments' || !takesFile) return '';
  return `Files are named with -f: drydock ${row?.name} -f ${typed.find((word) => /\.\w+$/.test(word)) ?? 'FILE'}\n`;
}

type Run = (positional: readonly string[], values: Readonly<Record<string, unknown>>) => Promise<void>;

/** The program itself, or the family of a command of two words. */
function parentOf({ name, group }: CommandRow, program: Command): Command {
  const [family = '', own] = name.split(' ');
  if (own === undefined) return program;
  const known = program.commands.find((each) => each.name() === family);
  if (known !== undefined) return known;
  const opened = new Command(family)
    .description(commandFamilies[family] ?? '')
    .helpGroup(`${group}:`)
    .helpCommand(false)
    .helpOption(helpFlags, helpText)
    .showHelpAfterError(`See: drydock ${family} --help`)
    .exitOverride();
  program.addCommand(opened);
  return opened;
}

function commandFrom(row: CommandRow, run: Run): Command {
  const own = row.name.split(' ').at(-1);
  const command = new Command(own).description(row.summary).helpGroup(`${row.group}:`);
  if (row.positional !== undefined) command.argument(row.positional);
  for (const { flags, help, choices } of row.options) {
    const option = new Option(flags, help);
    command.addOption(choices === undefined ? option : option.choices(choices));
  }
  return command
    .option('--no-color', 'no colours')
    .option('--debug', 'show stack traces')
    .helpOption(helpFlags, helpText)
    .showHelpAfterError(`See: drydock ${row.name} --help`)
    .exitOverride()
    .action(async () => run(command.args, command.opts()));
}
