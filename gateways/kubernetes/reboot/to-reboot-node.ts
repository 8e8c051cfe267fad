import type { V1Node } from '@kubernetes/client-node';
import { instant } from '../client/raw-object.ts';
import { toNode } from '../client/to-node.ts';

/** A node as its reboot sees it. */
export interface RebootNode {
  readonly name: string;
  /** Another one after each boot. */
  readonly bootId: string;
  readonly kernelVersion: string;
  readonly nodeImageVersion: string | null;
  readonly providerId: string;
  readonly ready: boolean;
  /** ms since the epoch; null: it is not Ready, or does not say. */
  readonly readySince: number | null;
  /** When it came to its cluster, ms since the epoch; 0: it does not say. */
  readonly createdMs: number;
  readonly unschedulable: boolean;
  /** kured's annotation, with `--annotate-nodes`. */
  readonly isKuredRebooting: boolean;
}

export function toRebootNode(found: V1Node): RebootNode {
  const { name, nodeImageVersion, ready, unschedulable } = toNode(found);
  return {
    name,
    bootId: found.status?.nodeInfo?.bootID ?? '',
    kernelVersion: found.status?.nodeInfo?.kernelVersion ?? '',
    nodeImageVersion,
    providerId: found.spec?.providerID ?? '',
    ready,
    readySince: ready ? readySince(found) : null,
    createdMs: instant(found.metadata?.creationTimestamp),
    unschedulable,
    isKuredRebooting: found.metadata?.annotations?.['weave.works/kured-reboot-in-progress'] !== undefined,
  };
}

function readySince({ status }: V1Node): number | null {
  return instant(status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime) || null;
}
