import { type BlindSpot, blindSpotsBetween } from '#domain/removal/catalogue/blind-spots.ts';
import type { ScanMode } from '#domain/removal/findings/judge-use.ts';
import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import type { RemovalClient } from '#gateways/kubernetes/removal/removal-client.ts';
import { readRemovals } from '#procedures/read/read-removals.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

/** What a cluster says, from every source. */
export interface ClusterScan {
  /** What changes for the cluster by the target, and cannot be seen. */
  readonly checkManually: readonly BlindSpot[];
  readonly findings: readonly RemovalFinding[];
  readonly objects: number;
  readonly requests: number;
  readonly pages: number;
}

/** For which version, and how much of it. */
export interface ScanTerms {
  /** Of Kubernetes 1. */
  readonly minor: number;
  readonly mode: ScanMode;
}

/**
 * Scans what stands behind a cluster's client. `now`: by the cluster's clock, ms since the epoch. Throws CommandError (64) where the
 * target lies behind the cluster: nothing that was judged for it would mean anything.
 */
export async function scanClient(
  client: RemovalClient,
  { minor, mode }: ScanTerms,
  now: number,
): Promise<ClusterScan> {
  const server = await client.serverMinor();
  if (minor < server)
    throw new CommandError(
      exitCodes.usage,
      `target 1.${minor} is below the cluster's 1.${server}, and Kubernetes cannot be downgraded`,
      `name a later --target; the cluster runs 1.${server}`,
    );
  const { findings, objects } = await readRemovals(client, {
    server,
    target: minor,
    mode,
    now,
    isTolerated: () => true,
  });
  const checkManually = blindSpotsBetween(server, minor);
  return { checkManually, findings, objects, requests: client.requests(), pages: client.pages() };
}
