/** What a campaign asked or did by itself: beside people's decisions, the other half of how it came to be where it is. */
export interface JournalEntry {
  readonly at: string;
  readonly what: JournalVerb;
  /** "campaign", "gate/NAME", "cluster/NAME" or "pool/CLUSTER/POOL". */
  readonly target: string;
  /** The question, the rule that acted, or what came of it; at most 240 characters. */
  readonly text: string;
}

/**
 * unwell-before: what a baseline found that holds nothing up. asked, withdrawn, unanswered: a question to a person, one that answered itself, and one that nobody answered in time.
 * The others are acts: what a rule of the file began, and what became of what a person ordered.
 */
type JournalVerb =
  | 'unwell-before'
  | 'asked'
  | 'withdrawn'
  | 'unanswered'
  | 'paused'
  | 'aborted'
  | 'rollback-begun'
  | 'rolled-back'
  | 'rollback-refused'
  | 'force-on'
  | 'force-off'
  | 'cleaned-up';

/** What one cluster keeps, and what a whole campaign does: history holds them whenever a run hands on to the next. */
export const mostOfCluster = 12;
export const mostOfCampaign = 120;

const longest = 240;

/** The newest entries; of the oldest, what does not fit is let go. */
export function writeJournal(
  journal: readonly JournalEntry[],
  more: readonly JournalEntry[],
  most: number,
): readonly JournalEntry[] {
  return [...journal, ...more.map(bounded)].slice(-most);
}

function bounded(entry: JournalEntry): JournalEntry {
  const { text } = entry;
  return text.length <= longest ? entry : { ...entry, text: `${text.slice(0, longest - 1).trimEnd()}…` };
}
