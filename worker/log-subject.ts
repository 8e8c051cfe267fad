/** What a log line is about; whoever looks for a cluster's lines filters by these names alone. */
export interface LogSubject {
  readonly campaign?: string;
  readonly cluster?: string;
  readonly pool?: string;
}

/** From the id of a workflow: `campaign/NAME`, or `aks/SUBSCRIPTION/GROUP/CLUSTER` (domain/campaign/ids.ts). */
export function subjectOfWorkflow(workflowId: string): LogSubject {
  const [kind, ...parts] = workflowId.split('/');
  const last = parts.at(-1);
  if (last === undefined) return {};
  if (kind === 'campaign') return { campaign: last };
  return kind === 'aks' && parts.length === 3 ? { cluster: last } : {};
}

/**
 * From what an activity was given: `campaign` (a name or the campaign itself), and `resourceId` and `pool`, its
 * own or those of the change or operation that it is about.
 */
export function subjectOfInput(input: unknown): LogSubject {
  if (!isRecord(input)) return {};
  const about = [input, input.change, input.operation].filter(isRecord);
  const first = (name: string) => about.map((each) => each[name]).find((each) => typeof each === 'string');
  const { campaign } = input;
  const name = isRecord(campaign) ? campaign.name : campaign;
  const [resourceId, pool] = [first('resourceId'), first('pool')];
  return {
    ...(typeof name === 'string' ? { campaign: name } : {}),
    ...(typeof resourceId === 'string' ? { cluster: resourceId.split('/').at(-1)! } : {}),
    ...(typeof pool === 'string' ? { pool } : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
