import type { WorkflowSubject } from '#domain/campaign/workflow-subject.ts';

/** What the log line of an activity is about. */
export interface LogSubject extends WorkflowSubject {
  readonly pool?: string;
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
