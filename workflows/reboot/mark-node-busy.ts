import type { ClusterRun } from '../state/cluster-run.ts';

/** While a node is emptied or restarted by ourselves the cluster is not at rest, although nothing runs in Azure. */
export async function withNodeInHand<T>(run: ClusterRun, work: () => Promise<T>): Promise<T> {
  const before = run.nodeInHand;
  run.nodeInHand = true;
  try {
    return await work();
  } finally {
    run.nodeInHand = before;
  }
}
