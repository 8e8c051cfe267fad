/** What a campaign asked or did automatically: with operators' decisions, the whole of its course. */
export interface JournalEntry {
  readonly at: string;
  readonly what: JournalVerb;
  /** "campaign", "gate/NAME", "cluster/NAME" or "pool/CLUSTER/POOL". */
  readonly target: string;
  /** The question, the rule that acted, or what came of it; at most 1,000 characters. */
  readonly text: string;
}

/**
 * pre-existing-issues: what a baseline found that blocks nothing. asked, not-requested, withdrawn, unanswered: a question to a person, an approval of the plan that is not asked, a question that answered itself, and one that no one answered in time.
 * The others are acts: what a rule of the file began, and what became of what a person ordered.
 */
type JournalVerb =
  | 'pre-existing-issues'
  | 'asked'
  | 'not-requested'
  | 'withdrawn'
  | 'unanswered'
  | 'paused'
  | 'aborted'
  | 'rollback-begun'
  | 'rolled-back'
  | 'rollback-refused'
  | 'force-on'
  | 'force-refused'
  | 'force-off'
  | 'cleaned-up';

/** What one cluster keeps, and what a whole campaign does: history holds them whenever a run hands on to the next. */
export const mostOfCluster = 12;
export const mostOfCampaign = 120;

const longest = 1_000;

/** Characters of a text on average: most are short, so that the newest may be long. */
const average = 240;

/**
 * The newest entries; the oldest that do not fit are dropped. All texts together are limited to what history can carry, at the
 * cost of the oldest again: they are cut.
 */
export function writeJournal(
  journal: readonly JournalEntry[],
  more: readonly JournalEntry[],
  most: number,
): readonly JournalEntry[] {
  const kept = [...journal, ...more.map((each) => cut(each, longest))].slice(-most);
  let over = kept.reduce((sum, { text }) => sum + text.length, 0) - most * average;
  return kept.map((each) => {
    if (over <= 0) return each;
    const short = cut(each, average);
    over -= each.text.length - short.text.length;
    return short;
  });
}

function cut(entry: JournalEntry, length: number): JournalEntry {
  const { text } = entry;
  return text.length <= length ? entry : { ...entry, text: `${text.slice(0, length - 1).trimEnd()}…` };
}
