import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { clusterPage } from '../page/cluster-page.ts';
import { changedAttributes, keys } from '../search-attributes.ts';
import { type ClusterRun, reportOf } from './cluster-run.ts';

/** Shows the cluster in the Temporal UI: search attributes for lists (only what changed), a page for anyone who opens it. */
export function publishCluster(run: ClusterRun): void {
  const pairs = changedAttributes(workflowInfo().typedSearchAttributes, [
    { key: keys.DrydockPhase, value: run.phase },
    { key: keys.DrydockWaitingFor, value: run.waitingFor?.kind ?? null },
    { key: keys.DrydockNeedsAttention, value: needsAttention(run) },
  ]);
  if (pairs.length > 0) upsertSearchAttributes(pairs);
  showCluster(run);
}

/** The page alone: it costs nothing in history, so it may follow every wait. */
export function showCluster(run: ClusterRun): void {
  const { plan, stage, campaign, pace } = run.input;
  const report = reportOf(run);
  setCurrentDetails(clusterPage({ name: plan.name, stage, campaign, report, at: run.clock.iso(), pace }));
}

/** A person has to decide, or should look. */
function needsAttention({ phase, waitingFor }: ClusterRun): boolean {
  return phase === 'NeedsDecision' || waitingFor?.kind === 'drain';
}
