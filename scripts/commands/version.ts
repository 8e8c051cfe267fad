import clientPackage from '@temporalio/client/package.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { columns } from '../view/columns.ts';

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
