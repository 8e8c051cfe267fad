import type { DrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from '../input/command-input.ts';
import { withKubeconfig } from './kubeconfig-cluster.ts';

/** Runs with a client for drains to the cluster that `--kubeconfig` and `--context` name; throws as `withKubeconfig`. */
export async function withDrainClient<T>(
  options: OptionValues,
  work: (client: DrainClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withKubeconfig(options, (cluster, signal) => work(cluster.drainClient(signal), signal));
}

export function nodeNotFound(name: string): CommandError {
  return new CommandError(
    exitCodes.unclassified,
    `the cluster has no node ${name}`,
    'kubectl get nodes, with the same kubeconfig and context, lists its nodes',
  );
}
