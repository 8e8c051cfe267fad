import { access } from './access.ts';
import { controlPlane } from './control-plane.ts';
import { dynamicResources } from './dynamic-resources.ts';
import { extension } from './extension.ts';
import type { Lineage } from './lineage.ts';
import { networking } from './networking.ts';
import { storage } from './storage.ts';
import { workloads } from './workloads.ts';

/** The newest minor of Kubernetes 1 that the catalogue was compared with; removals after it are plans, and plans move. */
export const newestKnownMinor = 37;

/**
 * Every API version of Kubernetes itself that is deprecated or gone since 1.16, with its successors.
 * `scripts/dev/compare-removals.ts` compares it with the modules of Kubernetes' APIs.
 */
export const catalogue: readonly Lineage[] = [
  ...workloads,
  ...networking,
  ...storage,
  ...access,
  ...extension,
  ...controlPlane,
  ...dynamicResources,
];
