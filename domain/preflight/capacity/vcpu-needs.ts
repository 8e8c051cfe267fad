import type { NodePool } from '../../fleet/fleet.ts';
import { vcpusOf } from '../../fleet/vm-size.ts';
import type { CoreUsage } from '../findings/preflight-readings.ts';

/** The lines of a region's quota that the machines of a pool count against, as far as Azure has them. */
export interface VcpuNeeds {
  /** vCPUs of one machine; null: the name of its size does not say. */
  readonly perMachine: number | null;
  /** Its family's line, which Azure may not have under this name. */
  readonly family: string | null;
  readonly own: CoreUsage | undefined;
  /** That of all machines; undefined for spot machines, which have a line of their own. */
  readonly all: CoreUsage | undefined;
}

export function vcpuNeedsOf({ vmSize, scaleSetPriority }: NodePool, usages: readonly CoreUsage[]): VcpuNeeds {
  const isSpot = scaleSetPriority === 'Spot';
  const family = isSpot ? 'lowPriorityCores' : quotaFamilyOf(vmSize);
  const lineOf = (name: string | null) =>
    usages.find((each) => each.family.toLowerCase() === name?.toLowerCase());
  return {
    perMachine: vcpusOf(vmSize),
    family,
    own: lineOf(family),
    all: isSpot ? undefined : lineOf('cores'),
  };
}

const form = /^(?:Standard|Basic)_([A-Z]+)\d+(?:-\d+)?([a-z]*)(?:_(v\d+))?$/i;

/**
 * The name under which Microsoft.Compute counts the vCPUs of a machine size: "Standard_D4ds_v5" ->
 * "standardDDSv5Family". Azure writes most of them so; null, or a family that Azure does not count, for the others.
 */
export function quotaFamilyOf(vmSize: string): string | null {
  const [, letters, features = '', version = ''] = form.exec(vmSize) ?? [];
  if (letters === undefined) return null;
  return `standard${letters.toUpperCase()}${features.toUpperCase()}${version.toLowerCase()}Family`;
}
