import { type JournalEntry, mostOfCampaign, mostOfCluster, writeJournal } from '#domain/status/journal.ts';
import type { CampaignRun } from './campaign-run.ts';
import type { ClusterRun } from './cluster-run.ts';

/** A cluster's entry. It costs no event of history: queries return it, and it is part of the cluster's outcome. */
export function noteOfCluster(
  run: ClusterRun,
  what: JournalEntry['what'],
  /** null: the control plane or the cluster itself. */
  pool: string | null,
  text: string,
): void {
  const { name } = run.input.plan;
  const target = pool === null ? `cluster/${name}` : `pool/${name}/${pool}`;
  run.journal = writeJournal(run.journal, [{ at: run.clock.iso(), what, target, text }], mostOfCluster);
}

/** The campaign's own entry. */
export function noteOfCampaign(
  run: CampaignRun,
  what: JournalEntry['what'],
  text: string,
  target = 'campaign',
): void {
  keepInCampaign(run, [{ at: run.clock.iso(), what, target, text }]);
}

/** What a cluster has written comes to the campaign when it has ended. */
export function keepInCampaign(run: CampaignRun, more: readonly JournalEntry[]): void {
  run.journal = writeJournal(run.journal, more, mostOfCampaign);
}
