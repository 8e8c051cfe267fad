/** What is known of one node of a Linux pool. */
export interface RebootEvidence {
  readonly node: string;
  readonly kernelVersion: string;
  readonly nodeImageVersion: string | null;
  /** kured's own word (`--annotate-nodes`): it is about to reboot the node, or did not come back from it. */
  readonly isKuredRebooting: boolean;
  /** What a pod saw of /run/reboot-required there; a text: why it saw nothing. */
  readonly sentinel: 'present' | 'absent' | { readonly unread: string };
  /** What the metrics of the node's kured say; a text: why they say nothing; null: there is no kured to be asked. */
  readonly metric: KuredMetric | null;
}

export type KuredMetric = 'required' | 'not-required' | { readonly unread: string };

export interface RebootNeed {
  readonly node: string;
  /** unknown is never taken for not-needed. */
  readonly need: 'needed' | 'not-needed' | 'unknown';
  readonly because: string;
}

/**
 * Which nodes wait for a reboot. The sentinel decides; no object of Kubernetes shows it. kured may go by another one than our pod:
 * where one of the two says yes, it is so. Kernels that differ within one image hint at a node that has not booted into its
 * newest, and prove nothing: the newest of all may itself be waiting.
 */
export function judgeRebootNeeds(nodes: readonly RebootEvidence[]): readonly RebootNeed[] {
  return nodes.map((each) => ({ node: each.node, ...needOf(each, nodes) }));
}

function needOf(own: RebootEvidence, all: readonly RebootEvidence[]): Omit<RebootNeed, 'node'> {
  if (own.sentinel === 'present') return { need: 'needed', because: '/run/reboot-required exists' };
  if (own.metric === 'required')
    return { need: 'needed', because: 'kured reports a reboot (kured_reboot_required 1)' };
  if (own.isKuredRebooting) return { need: 'needed', because: 'kured is rebooting it' };
  if (own.sentinel === 'absent')
    return { need: 'not-needed', because: '/run/reboot-required does not exist' };
  if (own.metric === 'not-required')
    return { need: 'not-needed', because: 'kured reports no reboot (kured_reboot_required 0)' };
  const newer = all.find(
    (other) =>
      other.nodeImageVersion === own.nodeImageVersion &&
      compareKernels(own.kernelVersion, other.kernelVersion) < 0,
  );
  const hint =
    newer === undefined
      ? ''
      : `; possibly needed: its kernel is ${own.kernelVersion}, but ${newer.kernelVersion} on ${newer.node} with the same image`;
  const unread = own.metric === null ? '' : `; ${own.metric.unread}`;
  return { need: 'unknown', because: `${own.sentinel.unread}${unread}${hint}` };
}

/** By their numbers, from the left: "5.15.0-1089-azure" is before "5.15.0-1090-azure". */
function compareKernels(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => (text.match(/\d+/g) ?? []).map(Number)) as [number[], number[]];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? 0);
}
