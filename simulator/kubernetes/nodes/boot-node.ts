import type { ClusterState } from '../store/cluster-state.ts';
import { recordNodeEvent } from './node-controller.ts';

/** A new boot id; the installed kernel runs now, and memory is empty. */
export function bootNode(state: ClusterState, name: string): void {
  const node = state.store.get('nodes', undefined, name);
  if (node === undefined) return;
  const before = node.status?.nodeInfo;
  const kernelVersion = typeof before?.kernelVersion === 'string' ? before.kernelVersion : '';
  const isPatched = state.awaitingReboot.delete(name);
  const nodeInfo = {
    ...before,
    kubeletVersion: before?.kubeletVersion ?? '',
    bootID: state.uid(),
    kernelVersion: isPatched ? nextBuild(kernelVersion) : kernelVersion,
  };
  state.store.put('nodes', { ...node, status: { ...node.status, nodeInfo } });
  recordNodeEvent(state, name, {
    type: 'Warning',
    reason: 'Rebooted',
    message: `Node ${name} has been rebooted, boot id: ${nodeInfo.bootID}`,
    component: 'kubelet',
  });
}

/** "5.15.0-1089-azure" -> "5.15.0-1090-azure" */
function nextBuild(kernel: string): string {
  return kernel.replace(/-(\d+)/, (_, build: string) => `-${Number(build) + 1}`);
}
