import type { KubernetesNode } from '../fleet/kubernetes-node.ts';
import { isOfImage } from '../version/node-image.ts';

export interface ExpectedNodes {
  readonly pool: string;
  /** "1.34.1" */
  readonly version: string;
  /** Full name; null: whichever image it has. */
  readonly nodeImageVersion: string | null;
  /** null: Azure does not say how many there should be. */
  readonly count: number | null;
  /** Of a Spot pool: Azure may take nodes away at any time, so that a missing one is no failure of the upgrade. */
  readonly isSpot?: boolean;
}

export type NodeVerdict =
  | { readonly ok: true /** How many there are. */; readonly nodes: number }
  | {
      readonly ok: false;
      /** Sentences, at most ten; the last counts those left out. */
      readonly problems: readonly string[];
      /** Only what time may fix: a node not ready yet, still cordoned, a surge node not yet removed. */
      readonly settling: boolean;
    };

interface Problem {
  readonly text: string;
  readonly mayPass: boolean;
}

const mostProblems = 10;

/**
 * A pool is done when its nodes say so, whatever Azure says: each at the version and image, ready, schedulable,
 * not quarantined, and as many as the pool has. Nodes of other pools are ignored.
 */
export function judgeNodes(expected: ExpectedNodes, nodes: readonly KubernetesNode[]): NodeVerdict {
  const own = nodes.filter((node) => node.pool === expected.pool);
  const problems = [
    ...countProblems(expected, own.length),
    ...own.flatMap((node) => nodeProblems(expected, node)),
  ];
  if (problems.length === 0) return { ok: true, nodes: own.length };
  return {
    ok: false,
    problems: atMost(problems.map(({ text }) => text)),
    settling: problems.every(({ mayPass }) => mayPass),
  };
}

function countProblems({ pool, count, isSpot }: ExpectedNodes, seen: number): readonly Problem[] {
  if (count === null || seen === count || (seen < count && isSpot === true)) return [];
  const what = seen > count ? 'a surge node may be left over' : 'a node is missing';
  return [{ text: `${pool} has ${seen} nodes instead of ${count}: ${what}`, mayPass: true }];
}

function nodeProblems(expected: ExpectedNodes, node: KubernetesNode): readonly Problem[] {
  const problems: Problem[] = [];
  const kubelet = node.kubeletVersion.replace(/^v/, '');
  if (kubelet !== expected.version)
    problems.push({ text: `${node.name} runs ${kubelet} instead of ${expected.version}`, mayPass: false });
  if (expected.nodeImageVersion !== null && !isOfImage(node.nodeImageVersion, expected.nodeImageVersion))
    problems.push({
      text: `${node.name} has image ${node.nodeImageVersion ?? 'unknown'} instead of ${expected.nodeImageVersion}`,
      mayPass: false,
    });
  if (!node.ready) problems.push({ text: `${node.name} is not ready`, mayPass: true });
  if (node.quarantined)
    problems.push({ text: `${node.name} is quarantined: it could not be drained`, mayPass: false });
  else if (node.unschedulable) problems.push({ text: `${node.name} is cordoned`, mayPass: true });
  return problems;
}

function atMost(texts: readonly string[]): readonly string[] {
  if (texts.length <= mostProblems) return texts;
  const shown = texts.slice(0, mostProblems - 1);
  return [...shown, `and ${texts.length - shown.length} more`];
}
