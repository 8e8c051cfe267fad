import type { Failure } from '../failure.ts';
import type { SentSettings } from '../fleet/upgrade-settings.ts';

/** One thing Drydock may ask of Azure. `from`-values are not here: whether to send is decided by what is seen. */
export type Change =
  | { readonly kind: 'upgrade-control-plane'; readonly resourceId: string; readonly to: string }
  | {
      readonly kind: 'upgrade-node-pool';
      readonly resourceId: string;
      readonly pool: string;
      readonly to: string;
      /** Sent along in the same PUT. */
      readonly upgradeSettings: SentSettings;
    }
  | {
      /** Back to a pair of recentlyUsedVersions: Azure takes `nodeImageVersion` in a PUT for this wish. */
      readonly kind: 'roll-back-node-pool';
      readonly resourceId: string;
      readonly pool: string;
      readonly to: string;
      readonly nodeImageVersion: string;
    }
  | {
      /** Azure takes the newest image of the moment, with the pool's own upgrade settings; no other can be asked for. */
      readonly kind: 'upgrade-node-image';
      readonly resourceId: string;
      readonly pool: string;
      /** The newest image when it was planned: a pool that has it, or a newer one, is done. */
      readonly to: string;
    }
  | {
      /** Takes empty, quarantined machines out of a pool; Azure names them as their nodes. */
      readonly kind: 'delete-machines';
      readonly resourceId: string;
      readonly pool: string;
      readonly machines: readonly string[];
    }
  | {
      /** How many nodes a pool without an autoscaler has. */
      readonly kind: 'scale-node-pool';
      readonly resourceId: string;
      readonly pool: string;
      /** With any other number someone else has scaled it meanwhile. */
      readonly from: number;
      readonly count: number;
    }
  | {
      /** A pool like another one but for its operating system, tagged as made for that one. */
      readonly kind: 'create-node-pool';
      readonly resourceId: string;
      readonly pool: string;
      readonly like: string;
      readonly osSKU: string;
      readonly to: string;
    }
  | { readonly kind: 'delete-node-pool'; readonly resourceId: string; readonly pool: string }
  | {
      /** Restarts the machine behind a node, through Microsoft.Compute. */
      readonly kind: 'restart-node';
      readonly resourceId: string;
      readonly pool: string;
      readonly node: string;
      /** ARM id, in the cluster's own node resource group. */
      readonly machine: string;
      /** Its mark when it was looked at: one that has another by now is not restarted. */
      readonly mark: string;
    }
  | {
      /** Before what cannot bring them along. */
      readonly kind: 'set-upgrade-settings';
      readonly resourceId: string;
      readonly pool: string;
      readonly upgradeSettings: SentSettings;
    }
  | {
      readonly kind: 'restore-upgrade-settings';
      readonly resourceId: string;
      readonly pool: string;
      readonly upgradeSettings: SentSettings;
    }
  | {
      readonly kind: 'set-upgrade-channel';
      readonly resourceId: string;
      /** rapid, stable, patch, node-image or none. */
      readonly channel: string;
      /** Absent: stays as it is. */
      readonly nodeOSChannel?: string;
    }
  | {
      /** Whether upgrades that begin now override what AKS checks (`upgradeSettings.overrideSettings`). */
      readonly kind: 'set-force-upgrade';
      readonly resourceId: string;
      /** RFC 3339; null: none does. */
      readonly until: string | null;
    };

/** The node pool a change is about; null: the cluster itself. */
export function poolOf(change: Change): string | null {
  return 'pool' in change ? change.pool : null;
}

/** The node pool whose step sends it: of a pool that is made, the one that it is made for. */
export function poolOfStep(change: Change): string | null {
  return change.kind === 'create-node-pool' ? change.like : poolOf(change);
}

/** What is needed to find an accepted operation again; a result of `begin`, so it stands in history. */
export interface Operation {
  readonly resourceId: string;
  /** null: an operation on the cluster itself. */
  readonly pool: string | null;
  /** Azure-AsyncOperation, about 4 KB; null: only the resource is known, its provisioningState is watched. */
  readonly url: string | null;
}

/** An operation as one poll shows it. */
export type OperationReading =
  | {
      readonly state: 'running';
      /** Azure's free text, e.g. "RollingUpgradeUpgradingNodes: 1/3 nodes completed; 0 errors". */
      readonly progress: string;
      readonly nodes: { readonly done: number; readonly total: number } | null;
    }
  | { readonly state: 'succeeded' }
  | { readonly state: 'failed' | 'canceled'; readonly failure: Failure };
