import { describeVerb } from '#domain/status/describe-verb.ts';
import type { JournalEntry } from '#domain/status/journal.ts';
import type { CampaignStatus, Decision } from '#domain/status/status.ts';
import { waitOwner } from '#domain/status/wait-owner.ts';
import { joinTexts, says } from '#domain/text/sentences.ts';
import { pointer } from './say-once.ts';

export interface RecordEntry {
  readonly at: string;
  readonly what: string;
  readonly target: string;
  readonly who: string;
  readonly text: string;
}

/**
 * Decisions of operators and actions of Drydock, in order of time. It stands below the campaign and its clusters: a question
 * whose reason is one of theirs points to it; a pause that has ended says its own.
 */
export function campaignRecord(status: CampaignStatus): readonly RecordEntry[] {
  const { decisions, journal = [] } = status;
  return [...decisions.map(ofDecision), ...journal.map((entry) => ofJournal(entry, status))].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
}

/** A name is a claim unless its identity was verified, so it is shown with its identity. */
function ofDecision(decision: Decision): RecordEntry {
  const { at, by, identity, target, reason, ended } = decision;
  const text = joinTexts([reason, ended && `ended ${ended}`], '; ');
  return { at, what: describeVerb(decision), target, who: `${by} (${identity})`, text };
}

function ofJournal({ at, what, target, text }: JournalEntry, status: CampaignStatus): RecordEntry {
  const clusters = status.stages.flatMap((stage) => stage.clusters);
  const names = clusters.map(({ name }) => name);
  const owner = waitOwner(target.replace(/^(?:cluster|pool)\//, ''), names);
  const { reason } = clusters.find(({ name }) => name === owner) ?? status;
  const isOfNow = what !== 'paused' || pausesOf(status).some((pause) => pause.since === at);
  const isAbove = isOfNow && text !== '' && reason !== null && says(reason, text);
  return {
    at,
    what: what.replaceAll('-', ' '),
    target,
    who: 'Drydock',
    text: isAbove ? pointer : text,
  };
}

/** Those in force. */
function pausesOf({ pause, waitingFor }: CampaignStatus): readonly { readonly since: string }[] {
  return [...(pause === undefined ? [] : [pause]), ...waitingFor.filter(({ kind }) => kind === 'paused')];
}
