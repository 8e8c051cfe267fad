import { parseCampaign } from '#spec/parse.ts';
import { CommandError } from '../command-error.ts';
import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { readTextFile } from '../read-text-file.ts';
import { type FileProblem, problemsText } from '../view/problems.ts';

/** Every problem of every file; 65 where there is one. */
export async function run({ options, positional }: CommandInput): Promise<ExitCode> {
  const files = [...options.list('file'), ...positional];
  if (files.length === 0)
    throw new CommandError(exitCodes.usage, 'no file was named', 'drydock validate -f campaign.yaml');
  const problems: FileProblem[] = [];
  const warnings: FileProblem[] = [];
  for (const file of files) {
    const parsed = parseCampaign(readTextFile(file), file);
    if (parsed.ok) warnings.push(...parsed.warnings);
    else problems.push(...parsed.problems);
  }
  if (options.wantsJson()) printJson({ kind: 'Validation', files, problems, warnings });
  else if (problems.length > 0) printText(problemsText(problems));
  else printText(`${files.length} file${files.length === 1 ? '' : 's'} valid.`);
  return problems.length === 0 ? exitCodes.done : exitCodes.invalidFile;
}
