import { dirname } from 'node:path';
import { FailureError } from '#domain/failure-error.ts';
import { type KubeconfigDoor, openKubeconfig } from '#gateways/open-kubeconfig.ts';
import { CommandError } from './command-error.ts';
import type { OptionValues } from './command-input.ts';
import { exitCodes } from './exit-codes.ts';
import { readTextFile } from './read-text-file.ts';

/**
 * Runs with the cluster that `--kubeconfig` and `--context` name; Ctrl-C ends whatever is being asked.
 * Throws CommandError (64 without a kubeconfig, 65 for one that is none, 77 where we are not let in, 130 after Ctrl-C).
 */
export async function withKubeconfig<T>(
  options: OptionValues,
  work: (cluster: KubeconfigDoor, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const file = options.requiredText('kubeconfig', 'say which cluster is meant: --kubeconfig FILE');
  const text = readTextFile(file);
  const context = options.text('context');
  const choice = { folder: dirname(file), ...(context === null ? {} : { context }) };
  const cluster = await openKubeconfig(text, choice, process.env).catch((error: unknown) => {
    if (!(error instanceof FailureError)) throw error;
    const next = 'kubectl config view --kubeconfig FILE shows what it says';
    throw new CommandError(exitCodes.invalidFile, `${file}: ${error.failure.message}`, next, error);
  });
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop);
  try {
    return await work(cluster, interrupt.signal);
  } catch (error) {
    throw interrupt.signal.aborted ? leftEarly(error) : notLetIn(error);
  } finally {
    process.off('SIGINT', stop);
    await cluster.close();
  }
}

function leftEarly(cause: unknown): CommandError {
  return new CommandError(exitCodes.detached, 'left by Ctrl-C; nothing more is sent', null, cause);
}

/** A campaign would ask a person; whoever typed this is one. */
function notLetIn(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.kind !== 'kubernetes-refused') return error;
  const next = 'what it needs is in docs/permissions.md; kubectl auth can-i asks for it';
  return new CommandError(exitCodes.notAllowed, error.failure.message, next, error);
}
