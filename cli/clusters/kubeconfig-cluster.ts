import { dirname } from 'node:path';
import { FailureError } from '#domain/failure-error.ts';
import { type KubeconfigClient, openKubeconfig } from '#gateways/open-kubeconfig.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from '../input/command-input.ts';
import { readTextFile } from '../input/read-text-file.ts';
import { untilInterrupted } from '../process/until-interrupted.ts';

/**
 * Runs with the cluster that `--kubeconfig` and `--context` name.
 * Throws CommandError (64 without a kubeconfig, 65 for one that is none), and as `untilInterrupted`.
 */
export async function withKubeconfig<T>(
  options: OptionValues,
  work: (cluster: KubeconfigClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const file = options.requiredText('kubeconfig', 'name the cluster: --kubeconfig FILE');
  const text = readTextFile(file);
  const context = options.text('context');
  const choice = { folder: dirname(file), ...(context === null ? {} : { context }) };
  const cluster = await openKubeconfig(text, choice, process.env).catch((error: unknown) => {
    if (!(error instanceof FailureError)) throw error;
    const next = 'kubectl config view --kubeconfig FILE shows its content';
    throw new CommandError(exitCodes.invalidFile, `${file}: ${error.failure.message}`, next, error);
  });
  try {
    return await untilInterrupted((signal) => work(cluster, signal));
  } finally {
    await cluster.close();
  }
}
