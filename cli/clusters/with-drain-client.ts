import type { DrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import type { OptionValues } from '../input/command-input.ts';
import { withKubeconfig } from './kubeconfig-cluster.ts';

/** Runs with a door for drains to the cluster that `--kubeconfig` and `--context` name; throws as `withKubeconfig`. */
export async function withDrainClient<T>(
  options: OptionValues,
  work: (door: DrainClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withKubeconfig(options, (cluster, signal) => work(cluster.drainClient(signal), signal));
}
