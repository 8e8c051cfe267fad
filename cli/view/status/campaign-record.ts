import { describeVerb } from '#domain/status/describe-verb.ts';
import type { JournalEntry } from '#domain/status/journal.ts';
import type { CampaignStatus, Decision } from '#domain/status/status.ts';

export interface RecordEntry {
  readonly at: string;
  readonly what: string;
  readonly target: string;
  readonly who: string;
  readonly text: string;
}

/** Decisions of operators and actions of Drydock, in order of time. */
export function campaignRecord({
  decisions,
  journal = [],
}: Pick<CampaignStatus, 'decisions' | 'journal'>): readonly RecordEntry[] {
  return [...decisions.map(ofDecision), ...journal.map(ofJournal)].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
}

/** A name is a claim unless its identity was verified, so it is shown with its identity. */
function ofDecision(decision: Decision): RecordEntry {
  const { at, by, identity, target, reason } = decision;
  return { at, what: describeVerb(decision), target, who: `${by} (${identity})`, text: reason };
}

function ofJournal({ at, what, target, text }: JournalEntry): RecordEntry {
  return { at, what: what.replaceAll('-', ' '), target, who: 'Drydock', text };
}
