/** The header under which a workflow names its campaign to its activities. */
export const campaignHeader = 'drydock-campaign';

/** What a log line is about; these names alone find a cluster's lines. */
export interface WorkflowSubject {
  readonly campaign?: string;
  readonly cluster?: string;
}

/** From the id of a workflow: `campaign/NAME`, or `aks/SUBSCRIPTION/GROUP/CLUSTER` (ids.ts). */
export function subjectOfWorkflow(workflowId: string): WorkflowSubject {
  const [kind, ...parts] = workflowId.split('/');
  const last = parts.at(-1);
  if (last === undefined) return {};
  if (kind === 'campaign') return { campaign: last };
  return kind === 'aks' && parts.length === 3 ? { cluster: last } : {};
}
