import type { V1Node } from '@kubernetes/client-node';
import { toNode } from './to-node.ts';

/** A node as its reboot sees it. */
export interface RebootNode {
  readonly name: string;
  /** Another one after each boot. */
  readonly bootId: string;
  readonly kernelVersion: string;
  readonly nodeImageVersion: string | null;
  readonly providerId: string;
  readonly ready: boolean;
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
    unschedulable,
    isKuredRebooting: found.metadata?.annotations?.['weave.works/kured-reboot-in-progress'] !== undefined,
  };
}
