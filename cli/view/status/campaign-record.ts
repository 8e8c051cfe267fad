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

/** What people decided between what they were asked and what was done without them, in order. */
export function campaignRecord({
  decisions,
  journal = [],
}: Pick<CampaignStatus, 'decisions' | 'journal'>): readonly RecordEntry[] {
  return [...decisions.map(ofDecision), ...journal.map(ofJournal)].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
}

/** Names are claims as long as nobody proves them, and marked so. */
function ofDecision(decision: Decision): RecordEntry {
  const { at, by, identity, target, reason } = decision;
  return { at, what: describeVerb(decision), target, who: `${by} (${identity})`, text: reason };
}

function ofJournal({ at, what, target, text }: JournalEntry): RecordEntry {
  return { at, what: what.replaceAll('-', ' '), target, who: 'Drydock', text };
}
