import type { MaintenanceConfiguration } from '../../fleet/other-writers.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';

/** ARM's JSON as it came. */
type ArmJson = KubernetesObject;

/** What Azure knows around a cluster. null: not read (then it is among the unread parts), or absent. */
export interface AzureSurroundings {
  readonly subscriptionId: string;
  /** Microsoft.Security/pricings/Containers. */
  readonly defenderPlan: ArmJson | null;
  /** At the cluster and above it. */
  readonly roleAssignments: readonly ArmJson[] | null;
  readonly diagnosticSettings: readonly ArmJson[] | null;
  readonly maintenance: readonly MaintenanceConfiguration[] | null;
  readonly safeguards: ArmJson | null;
  /** The newest node image by the name of its pool; a pool of which Azure names none is not there. */
  readonly newestImages: Readonly<Record<string, string>> | null;
}
