import {
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

export interface RecordInput<R> {
  readonly record: R;
}

interface RecordEntity<R> {
  /** The summary of the start does not outlive a continue-as-new. */
  readonly details: string;
  readonly query: string;
  readonly description: string;
  /** What a signal makes of the record, by its name. */
  readonly signals: Readonly<Record<string, (record: R, noted: never) => R>>;
}

/** An entity that lives as long as the namespace: signals add to a record, and a query reads it. */
export async function keepRecord<R>(input: RecordInput<R>, entity: RecordEntity<R>): Promise<void> {
  let { record } = input;
  setCurrentDetails(entity.details);
  setHandler(defineQuery<R>(entity.query), () => record, { description: entity.description });
  for (const [name, take] of Object.entries(entity.signals))
    setHandler(defineSignal<[never]>(name), (noted) => {
      record = take(record, noted);
    });
  await condition(() => workflowInfo().continueAsNewSuggested);
  await continueAsNew<(next: RecordInput<R>) => Promise<void>>({ record });
}
