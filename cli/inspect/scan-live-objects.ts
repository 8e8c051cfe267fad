import { FailureError } from '#domain/failure-error.ts';
import { type BlindSpot, blindSpotsBetween } from '#domain/removal/catalogue/blind-spots.ts';
import type { ScanMode } from '#domain/removal/findings/judge-use.ts';
import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import { unreadSource } from '#domain/removal/findings/unread-source.ts';
import type { RemovalClient } from '#gateways/kubernetes/removal/removal-client.ts';
import { readRemovals } from '#procedures/read/read-removals.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { refuseMissingNamespaces } from '../input/check-namespaces.ts';

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
  /** They have to be there; empty: every namespace is scanned. */
  readonly namespaces: readonly string[];
}

/**
 * Scans what stands behind a cluster's client. `now`: by the cluster's clock, ms since the epoch. Throws CommandError (64) where the
 * target lies behind the cluster or a namespace is not there: nothing that was judged would mean anything.
 */
export async function scanClient(
  client: RemovalClient,
  { minor, mode, namespaces }: ScanTerms,
  now: number,
): Promise<ClusterScan> {
  const server = await client.serverMinor();
  if (minor < server)
    throw new CommandError(
      exitCodes.usage,
      `target 1.${minor} is below the cluster's 1.${server}, and Kubernetes cannot be downgraded`,
      `name a later --target; the cluster runs 1.${server}`,
    );
  const unread = await checkNamespaces(client, namespaces);
  const { findings, objects } = await readRemovals(client, {
    server,
    target: minor,
    mode,
    now,
    isTolerated: () => true,
  });
  const checkManually = blindSpotsBetween(server, minor);
  return {
    checkManually,
    findings: [...unread, ...findings],
    objects,
    requests: client.requests(),
    pages: client.pages(),
  };
}

/** A finding where the cluster does not say which namespaces it has. */
async function checkNamespaces(
  client: RemovalClient,
  typed: readonly string[],
): Promise<readonly RemovalFinding[]> {
  if (typed.length === 0) return [];
  try {
    refuseMissingNamespaces(typed, new Set(await client.namespaces()), 'in the cluster');
    return [];
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const about = { apiVersion: 'v1', kind: 'Namespace', location: 'list namespaces' };
    const why = `requires permission to list namespaces, to know whether ${typed.join(', ')} exist: ${error.failure.message}`;
    return [unreadSource('live-object', about, why)];
  }
}
