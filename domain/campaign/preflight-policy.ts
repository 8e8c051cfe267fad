import type { ScanMode } from '../removal/findings/judge-use.ts';
import type { RemovalWaiver } from '../removal/findings/removal-waiver.ts';

/** What a preflight check is about; each has a field of its name under `preflight` of the campaign file. */
export type PreflightCheck =
  | 'removedApis'
  | 'drainBlockers'
  | 'unhealthyNodes'
  | 'versionSkew'
  | 'quota'
  | 'subnetAddresses'
  | 'resourceLocks'
  | 'availabilityZones'
  | 'supportWindow'
  | 'admissionWebhooks'
  | 'certificates'
  | 'dryRunEvictions'
  | 'securityBaseline';

/** Block: what blocks holds the cluster. Warn: it is only said. Ignore: it is not looked at. */
export type PreflightChoice = 'Block' | 'Warn' | 'Ignore';

export type PreflightPolicy = Readonly<Record<PreflightCheck, PreflightChoice>> & {
  readonly removedApisMode: ScanMode;
  readonly removedApisWaivers: readonly RemovalWaiver[];
};
