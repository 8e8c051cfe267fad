import { findCluster } from '../clusters/find-cluster.ts';
import { withKubeconfig } from '../clusters/kubeconfig-cluster.ts';
import { currentClusterTime } from '../clusters/read-simulated-time.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from '../input/command-input.ts';
import { untilInterrupted } from '../process/until-interrupted.ts';
import { during } from '../view/terminal/progress.ts';
import { type ClusterScan, type ScanTerms, scanClient } from './scan-live-objects.ts';

const progress = 'scanning the cluster';

/**
 * Scans the cluster that `--cluster` or `--kubeconfig` names. Throws CommandError (64 for both at once, or neither), and
 * as `scanClient`, `findCluster` and `withKubeconfig`.
 */
export async function scanCluster(options: OptionValues, terms: ScanTerms): Promise<ClusterScan> {
  const typed = options.text('cluster');
  const hasKubeconfig = options.text('kubeconfig') !== null;
  if (typed !== null && hasKubeconfig)
    throw new CommandError(
      exitCodes.usage,
      '--cluster and --kubeconfig name a cluster each; one at a time is scanned',
      'scan the other one by a command of its own',
    );
  if (typed !== null) return scanAzureCluster(typed, terms);
  return withKubeconfig(options, (cluster, signal) =>
    during(progress, (count) =>
      scanClient(cluster.removalClient({ signal, onRequest: count }), terms, Date.now()),
    ),
  );
}

/** By the cluster's own clock where it is simulated. */
async function scanAzureCluster(typed: string, terms: ScanTerms): Promise<ClusterScan> {
  // Azure's clients take longer to load than a small cluster to scan.
  const { withGateways } = await import('../clusters/with-gateways.ts');
  return withGateways((gateways) =>
    untilInterrupted((signal) =>
      during(progress, async (count) => {
        const resourceId = await findCluster(gateways.azure, typed);
        const client = gateways.kubernetes.removalClient(resourceId, { signal, onRequest: count });
        return scanClient(client, terms, await currentClusterTime(gateways));
      }),
    ),
  );
}
