import type { KubernetesNode } from '../fleet/kubernetes-node.ts';
import { nameFirst } from '../text/name-first.ts';
import { compareVersions, parseVersion } from '../version/kubernetes-version.ts';
import { isImageAtLeast, shortImage } from '../version/node-image.ts';
import { type ExpectedNodes, judgeNodes } from './node-verdict.ts';

/** How a node pool's upgrade ended, by what its nodes say; Azure's word alone never makes it Succeeded. */
export type PoolEnd =
  | 'Succeeded'
  | 'SucceededWithLeftovers'
  | 'NodesNotReady'
  | 'PartiallyUpgraded'
  | 'Failed'
  | 'Canceled'
  | 'RolledBack';

export interface PoolTruth {
  readonly end: PoolEnd;
  /** A sentence without its full stop. */
  readonly text: string;
  /** Of as many as the pool has, those that are there and ready; absent: they could not be asked. */
  readonly nodes?: { readonly done: number; readonly total: number };
  /** The oldest version of the nodes that are not there; absent: all are, by their version, or they could not be asked. */
  readonly behind?: string;
  /** Nodes that AKS gave up draining are among them, to be cleaned up; false: none is; absent: that is not known. */
  readonly quarantined?: boolean;
}

/**
 * Reads the end of an upgrade off the nodes: all at the version and nothing left over, all but something left over (a
 * surge node, a cordon, a state of Azure's that is not Succeeded), all but not all ready, some, or none. Where they cannot be seen (`nodes` null)
 * only Azure's state is known, and it is never called a success.
 */
export function judgePoolEnd(
  expected: ExpectedNodes & {
    /** Where the image alone is upgraded: the newest when it was planned; nodes that have it, or a newer one, are there. */
    readonly imageAtLeast?: string;
    /** New nodes come beside the old ones: as long as both are there, the pool is between two versions. */
    readonly isBlueGreen?: boolean;
  },
  provisioningState: string,
  nodes: readonly KubernetesNode[] | null,
): PoolTruth {
  const unmoved: PoolEnd = provisioningState === 'Canceled' ? 'Canceled' : 'Failed';
  if (nodes === null)
    return { end: unmoved, text: `its nodes could not be asked; Azure says ${provisioningState}` };
  const own = nodes.filter(({ pool }) => pool === expected.pool);
  const { imageAtLeast: image } = expected;
  const total = expected.count ?? own.length;
  const there = own.filter(
    ({ kubeletVersion, nodeImageVersion }) =>
      kubeletVersion.replace(/^v/, '') === expected.version &&
      (image === undefined || (nodeImageVersion !== null && isImageAtLeast(nodeImageVersion, image))),
  );
  const goal = image === undefined ? `run ${expected.version}` : `have image ${shortImage(image)}`;
  const isBeside = expected.isBlueGreen === true && there.length > 0 && there.length < own.length;
  const beside = isBeside ? ' (new beside old)' : describeSurge(total, own.length);
  const cordoned = expected.isBlueGreen === true ? tellCordoned(own) : '';
  const count = `${there.length} of ${own.length} nodes${beside} ${goal}${cordoned}`;
  const quarantined = tellQuarantined(own);
  const sound = there.filter(({ ready }) => ready).length;
  // A surge node makes up for none that is still to be moved or broke on the way.
  const done = Math.max(0, Math.min(sound, total - (own.length - sound)));
  const behind = oldestBehind(own, expected.version);
  const counted = { nodes: { done, total }, ...(behind !== undefined && { behind }) };
  const none = quarantined === '' ? { quarantined: false } : {};
  if (there.length === 0) return { end: unmoved, text: count, ...counted, ...none };
  // Where only surge nodes are there, none of the pool's own was upgraded.
  const moved = total - (own.length - there.length);
  if (there.length < own.length)
    return {
      end: moved > 0 || isBeside ? 'PartiallyUpgraded' : unmoved,
      text: `${count}${quarantined}`,
      ...counted,
      quarantined: quarantined !== '',
    };
  const verdict = judgeNodes(expected, own);
  const left = [
    ...(verdict.ok ? [] : verdict.problems),
    ...(provisioningState === 'Succeeded' ? [] : [`Azure says ${provisioningState}`]),
  ];
  if (left.length === 0) return { end: 'Succeeded', text: count, ...counted, ...none };
  const end = own.every(({ ready }) => ready) ? 'SucceededWithLeftovers' : 'NodesNotReady';
  return { end, text: `${count}, but ${left.join('; ')}`, ...counted, ...none };
}

function oldestBehind(nodes: readonly KubernetesNode[], version: string): string | undefined {
  return nodes
    .map(({ kubeletVersion }) => kubeletVersion.replace(/^v/, ''))
    .filter((each) => parseVersion(each) !== null && compareVersions(each, version) < 0)
    .toSorted(compareVersions)[0];
}

/** Everywhere else the pool's own nodes alone are counted. */
function describeSurge(count: number, seen: number): string {
  return seen > count ? ` (${seen - count} of them surge: the pool has ${count})` : '';
}

/** Old nodes that Azure has cordoned for good take no pod until the upgrade or its rollback is done. */
function tellCordoned(own: readonly KubernetesNode[]): string {
  const cordoned = own.filter(({ unschedulable, quarantined }) => unschedulable && !quarantined);
  return cordoned.length === 0 ? '' : `; ${cordoned.length} cordoned`;
}

/** Empty: none is. */
function tellQuarantined(own: readonly KubernetesNode[]): string {
  const names = own.filter(({ quarantined }) => quarantined).map(({ name }) => name);
  if (names.length === 0) return '';
  return `; quarantined: ${nameFirst(names)}`;
}
