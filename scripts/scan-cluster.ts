import { paceTime } from '#domain/campaign/pace.ts';
import type { ScanMode } from '#domain/removal/judge-use.ts';
import type { RemovalFinding } from '#domain/removal/removal-finding.ts';
import type { RemovalDoor } from '#gateways/kubernetes/removal-door.ts';
import { readRemovals } from '#gateways/read-removals.ts';
import { CommandError } from './command-error.ts';
import type { OptionValues } from './command-input.ts';
import { exitCodes } from './exit-codes.ts';
import { findCluster } from './find-cluster.ts';
import { withKubeconfig } from './kubeconfig-cluster.ts';
import { paceOfClock } from './simulated-pace.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { withGateways } from './with-gateways.ts';

/** What a cluster says, from every source. */
export interface ClusterScan {
  readonly findings: readonly RemovalFinding[];
  readonly objects: number;
  readonly requests: number;
  readonly pages: number;
}

interface Terms {
  /** Of Kubernetes 1. */
  readonly minor: number;
  readonly mode: ScanMode;
}

/**
 * Scans the cluster that `--cluster` or `--kubeconfig` names. Throws CommandError (64 for both at once, or neither), and
 * as `withGateways`, `findCluster` and `withKubeconfig`.
 */
export async function scanCluster(options: OptionValues, terms: Terms): Promise<ClusterScan> {
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
    scanThrough(cluster.removalDoor({ signal, onRequest: () => undefined }), terms, Date.now()),
  );
}

function scanAzureCluster(typed: string, terms: Terms): Promise<ClusterScan> {
  return withGateways((gateways) =>
    untilInterrupted(async (signal) => {
      const resourceId = await findCluster(gateways.azure, typed);
      const clock = await gateways.readSimulatorClock();
      const now = paceTime(clock === null ? null : paceOfClock(clock), Date.now());
      const door = gateways.kubernetes.removalDoor(resourceId, {
        signal,
        onRequest: () => undefined,
      });
      return scanThrough(door, terms, now);
    }),
  );
}

async function scanThrough(door: RemovalDoor, { minor, mode }: Terms, now: number): Promise<ClusterScan> {
  const { findings, objects } = await readRemovals(door, {
    target: minor,
    mode,
    now,
    isLost: () => true,
  });
  return { findings, objects, requests: door.requests(), pages: door.pages() };
}
