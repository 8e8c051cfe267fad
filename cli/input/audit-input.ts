import { type ArmView, readArm } from '#domain/audit/azure/arm-view.ts';
import type { AuditedCluster } from '#domain/audit/cluster/audited-cluster.ts';
import type { LiveAuditOptions } from '#domain/audit/cluster/cluster-of-live.ts';
import { whyNoUpgrade } from '#domain/audit/cluster/present-minor.ts';
import { pssMinorOf } from '#domain/audit/pod-security/pod/pss-version.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from './command-input.ts';
import { readTextFile } from './read-text-file.ts';
import { scanTarget } from './scan-input.ts';

const engines = ['azure', 'calico', 'cilium', 'none'] as const;
const levels = ['baseline', 'restricted'] as const;

/** The options of an audit. Throws CommandError: 64 for invalid options, 65 for invalid files from Azure. */
export function auditOptions(options: OptionValues): LiveAuditOptions {
  const target = options.text('target');
  const pssVersion = options.text('pssVersion');
  const pssMinor = pssVersion === null ? null : pssMinorOf(pssVersion);
  if (pssVersion !== null && pssMinor === null)
    throw new CommandError(
      exitCodes.usage,
      `--pss-version "${pssVersion}" is not a Pod Security Standards version`,
      'for example v1.34, or latest',
    );
  return {
    arm: readArmFiles(options.list('arm')),
    engine: engines.find((each) => each === options.text('networkPolicyEngine')) ?? null,
    targetMinor: target === null ? null : scanTarget(target).minor,
    pssMinor,
    pssLevel: levels.find((each) => each === options.text('pssLevel')) ?? null,
    now: Date.now(),
  };
}

/** Throws CommandError (64) where the target is below the cluster's version: no verdict for it would be meaningful. */
export function refuseDowngrade(cluster: AuditedCluster): void {
  const why = whyNoUpgrade(cluster);
  if (why !== null)
    throw new CommandError(
      exitCodes.usage,
      why,
      'name a later --target, or omit it to audit the current version',
    );
}

function readArmFiles(files: readonly string[]): ArmView | null {
  if (files.length === 0) return null;
  const arm = readArm(files.map(readJson));
  if (arm !== null) return arm;
  throw new CommandError(
    exitCodes.invalidFile,
    `${files.join(', ')}: not one AKS cluster (one at a time), nor its node pools`,
    'az aks show -g GROUP -n NAME -o json > cluster.json; az aks nodepool list -g GROUP --cluster-name NAME -o json > pools.json',
  );
}

function readJson(file: string): unknown {
  const text = readTextFile(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      exitCodes.invalidFile,
      `${file} is not valid JSON: ${why}`,
      'az aks show -g GROUP -n NAME -o json > cluster.json writes one',
      error,
    );
  }
}
