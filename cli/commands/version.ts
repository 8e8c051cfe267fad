import clientPackage from '@temporalio/client/package.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { columns } from '../view/terminal/columns.ts';
import { printJson, printText } from '../view/terminal/print.ts';

export async function run({ options }: CommandInput): Promise<ExitCode> {
  const versions = {
    drydock: packageJson.version,
    node: process.versions.node,
    temporalSdk: clientPackage.version,
  };
  if (options.wantsJson()) printJson({ kind: 'Version', ...versions });
  else printText(columns(Object.entries(versions)).join('\n'));
  return exitCodes.done;
}
