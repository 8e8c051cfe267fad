import { parseAnyFile } from '#spec/parse-any-file.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { readTextFile } from '../input/read-text-file.ts';
import { plural } from '../view/terminal/plural.ts';
import { log, printJson, printText } from '../view/terminal/print.ts';
import { type FileProblem, problemsText, warningsText } from '../view/terminal/problems-text.ts';

/** Every problem of every file; 65 where there is one. */
export async function run({ options, positional }: CommandInput): Promise<ExitCode> {
  const files = [...options.list('file'), ...positional];
  if (files.length === 0)
    throw new CommandError(exitCodes.usage, 'no file was named', 'drydock validate -f campaign.yaml');
  const problems: FileProblem[] = [];
  const warnings: FileProblem[] = [];
  for (const file of files) {
    const found = judge(file);
    warnings.push(...found.warnings);
    problems.push(...found.problems);
  }
  if (options.wantsJson()) printJson({ kind: 'Validation', files, problems, warnings });
  else if (problems.length > 0) printText(problemsText(problems));
  else printText(`${plural(files.length, 'file')} valid.`);
  if (!options.wantsJson() && warnings.length > 0) log(warningsText(warnings));
  return problems.length === 0 ? exitCodes.done : exitCodes.invalidFile;
}

interface Judgement {
  readonly problems: readonly FileProblem[];
  readonly warnings: readonly FileProblem[];
}

/** A file that cannot be read is a problem like any other: the rest is still judged. */
function judge(file: string): Judgement {
  try {
    const parsed = parseAnyFile(readTextFile(file), file, Date.now());
    return parsed.ok
      ? { problems: [], warnings: parsed.warnings }
      : { problems: parsed.problems, warnings: [] };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const cannot = `${file} cannot `;
    const message = error.message.startsWith(cannot) ? error.message.slice(file.length + 1) : error.message;
    const unreadable = { file, line: null, column: null, path: '', message };
    return { problems: [unreadable], warnings: [] };
  }
}
