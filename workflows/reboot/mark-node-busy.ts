import type { ClusterRun } from '../state/cluster-run.ts';

/** While a node is emptied or restarted by ourselves the cluster is not at rest, although nothing runs in Azure. */
export async function whileNodeBusy<T>(run: ClusterRun, work: () => Promise<T>): Promise<T> {
  const before = run.nodeBusy;
  run.nodeBusy = true;
  try {
    return await work();
  } finally {
    run.nodeBusy = before;
  }
}
