import { paceTime } from '#domain/campaign/pace.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import { paceOfClock } from '../clusters/read-simulated-time.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { untilInterrupted } from '../process/until-interrupted.ts';
import { type ClusterScan, type ScanTerms, scanClient } from './scan-live-objects.ts';

/** Scans a cluster that Azure knows, by its own clock where it is simulated. Throws as `withGateways` and `findCluster`. */
export function scanAzureCluster(typed: string, terms: ScanTerms): Promise<ClusterScan> {
  return withGateways((gateways) =>
    untilInterrupted(async (signal) => {
      const resourceId = await findCluster(gateways.azure, typed);
      const clock = await gateways.readSimulatorClock();
      const now = paceTime(clock === null ? null : paceOfClock(clock), Date.now());
      const door = gateways.kubernetes.removalClient(resourceId, {
        signal,
        onRequest: () => undefined,
      });
      return scanClient(door, terms, now);
    }),
  );
}
