import { isOver } from '#domain/status/is-over.ts';
import type { JournalEntry } from '#domain/status/journal.ts';
import type {
  CampaignStatus,
  ClusterStatus,
  Decision,
  Phase,
  StageStatus,
  StepStatus,
  WaitingFor,
} from '#domain/status/status.ts';
import { waitOwner } from '#domain/status/wait-owner.ts';
import { says } from '#domain/text/sentences.ts';
import { type Span, stageSpan } from './campaign-times.ts';
import { sayOnce } from './say-once.ts';
import { stepProgress } from './status-info.ts';
import { needsPerson, waitKey, waitSentences } from './waits.ts';

/** One line of output where stdout is not a terminal. */
export interface Transition {
  /** RFC 3339; when it happened if known, else when it was read. */
  readonly at: string;
  readonly text: string;
}

/**
 * What changed between two readings, in order of time; at the first, the current state. `notBefore` is the time of the
 * last line shown: an earlier change that becomes known only now gets that time, so that lines never go back in time.
 * `viewer`: who reads it; null: unknown.
 */
export function transitions(
  previous: CampaignStatus | null,
  current: CampaignStatus,
  notBefore: string | null = null,
  viewer: string | null = null,
): readonly Transition[] {
  const lines =
    previous === null || isBlind(previous)
      ? currentState(current, viewer)
      : changes(previous, current, viewer);
  return lines
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ at, text }) => ({ at: notBefore === null || after(at, notBefore) ? at : notBefore, text }));
}

/** What the next reading is compared with: one without a worker has no stages and replaces nothing. */
export function lastSeen(previous: CampaignStatus | null, current: CampaignStatus): CampaignStatus {
  return previous === null || !isBlind(current) ? current : { ...previous, incomplete: current.incomplete };
}

function isBlind({ incomplete, stages }: CampaignStatus): boolean {
  return incomplete !== null && stages.length === 0;
}

/** "2026-11-20T10:00:54Z  stage test Running": all times of a line in UTC, to the second. */
export function transitionText({ at, text }: Transition): string {
  return `${at}  ${text}`.replace(/(\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+Z/g, '$1Z');
}

function currentState(current: CampaignStatus, viewer: string | null): readonly Transition[] {
  const at = current.updatedAt;
  const things = thingsOf(current)
    .filter(({ kind, phase }) => kind === 'campaign' || (phase !== 'NotStarted' && phase !== 'Completed'))
    .filter((each) => !isPassedOver(each))
    .map((each) => ({ at: enteredAt(each, current) ?? at, text: each.text }));
  const waits = current.waitingFor.filter((wait) => isOpen(wait, current));
  return [
    ...things,
    ...(current.freeze === undefined ? [] : [{ at, text: freezeText(current) }]),
    ...waits.flatMap((wait) => waitLines(wait, current, { said: things, viewer })),
    ...(current.incomplete === null ? [] : [{ at, text: current.incomplete }]),
  ];
}

/** Not over when it is read, nor a question that an abort or a skip has answered already. */
function isOpen(wait: WaitingFor, status: CampaignStatus): boolean {
  const { until, since, name } = wait;
  if (until !== null && !after(until, status.updatedAt)) return false;
  const end = needsPerson(wait) ? endingDecision(status, ownerOf(name, status)) : undefined;
  return end === undefined || after(since, end.at);
}

function waitLines(
  wait: WaitingFor,
  status: CampaignStatus,
  { said, viewer }: { readonly said: readonly Transition[]; readonly viewer: string | null },
): readonly Transition[] {
  const reason = reasonOf(wait, status);
  const isSaid = said.some(({ text }) => says(text, reason));
  return waitSentences(wait, isSaid ? '' : reason, viewer).map((text) => ({ at: wait.since, text }));
}

function reasonOf({ kind, name }: WaitingFor, status: CampaignStatus): string {
  if (kind === 'paused') return status.reason ?? '';
  if (kind !== 'decision') return '';
  const owner = ownerOf(name, status);
  return clustersOf(status).find((cluster) => cluster.name === owner)?.reason ?? '';
}

/** What ends the campaign, or this cluster; undefined: nothing as far as is decided. */
function endingDecision(
  { decisions, stages }: CampaignStatus,
  cluster: string | undefined,
): Decision | undefined {
  const whole = decisions.findLast(({ verb, target }) => verb === 'abort' && target === 'campaign');
  if (whole !== undefined || cluster === undefined) return whole;
  const stage = stages.find(({ clusters }) => clusters.some(({ name }) => name === cluster));
  const own = [`cluster/${cluster}`, `stage/${stage?.name}`];
  const last = decisions.findLast(({ target }) => own.includes(target));
  return last?.verb === 'abort' || last?.verb === 'skip' ? last : undefined;
}

function ownerOf(name: string, status: CampaignStatus): string | undefined {
  return waitOwner(
    name,
    clustersOf(status).map((cluster) => cluster.name),
  );
}

function clustersOf({ stages }: CampaignStatus): readonly ClusterStatus[] {
  return stages.flatMap(({ clusters }) => clusters);
}

/** When it came to its phase; null: unknown. */
function enteredAt({ phase, startedAt, finishedAt, names }: Thing, status: CampaignStatus): string | null {
  if (phase === 'Running') return startedAt;
  if (isOver(phase)) return finishedAt;
  const waits = status.waitingFor.filter(
    ({ kind, name }) =>
      kind === 'freeze' || kind === 'paused' || names.includes(name) || names.includes(ownerOf(name, status)),
  );
  return (
    waits
      .map(({ since }) => since)
      .toSorted()
      .at(-1) ?? null
  );
}

/** At the same time: decisions, what ended by them (the inner first), what started, waits. */
function changes(
  previous: CampaignStatus,
  current: CampaignStatus,
  viewer: string | null,
): readonly Transition[] {
  const seen = current.updatedAt;
  const frozen =
    current.freeze?.reason !== previous.freeze?.reason ? [{ at: seen, text: freezeText(current) }] : [];
  const isNews = current.incomplete !== null && previous.incomplete === null;
  const news = isNews ? [{ at: seen, text: current.incomplete ?? '' }] : [];
  if (isBlind(current)) return news;
  const before = new Map(thingsOf(previous).map((thing) => [thing.key, thing] as const));
  const changed = thingsOf(current).filter(({ kind, key, text, phase, startedAt }) => {
    const earlier = before.get(key);
    if (earlier === undefined) return phase !== 'NotStarted';
    if (isPassedOver({ kind, phase, startedAt })) return false;
    // A pause and its reason have a line of their own.
    if (kind === 'campaign' && earlier.phase === phase) return false;
    // So has a wait.
    return earlier.text !== text && !(isUnderWay(earlier.phase) && isUnderWay(phase));
  });
  const ended = changed.filter(({ phase }) => isOver(phase)).toReversed();
  const others = changed.filter(({ phase }) => !isOver(phase)).filter((each) => !isEndingNow(each, current));
  const waited = new Map(previous.waitingFor.map((wait) => [waitKey(wait), commandsOf(wait)]));
  const waits = current.waitingFor
    .filter((wait) => isOpen(wait, current))
    .flatMap((wait) => {
      const known = waited.get(waitKey(wait));
      if (known === undefined) return [wait];
      return commandsOf(wait).every((command) => known.includes(command)) ? [] : [{ ...wait, since: seen }];
    });
  const things = [
    ...ended.map(({ finishedAt, text }) => ({ at: finishedAt ?? seen, text })),
    ...others.map((each) => {
      const isBack =
        each.phase === 'Running' && (before.get(each.key)?.phase ?? 'NotStarted') !== 'NotStarted';
      return { at: (isBack ? null : enteredAt(each, current)) ?? seen, text: each.text };
    }),
  ];
  return [
    ...current.decisions
      .slice(previous.decisions.length)
      .map((decision) => ({ at: decision.at, text: decisionSentence(decision) })),
    ...things,
    ...frozen,
    ...passedPauses(previous, current),
    ...waits.flatMap((wait) => waitLines(wait, current, { said: things, viewer })),
    ...news,
  ];
}

/** Pauses that began since the last reading and are over, or have no wait of their own. */
function passedPauses(previous: CampaignStatus, current: CampaignStatus): readonly Transition[] {
  const isKnown = ({ at, text }: JournalEntry) =>
    (previous.journal ?? []).some((each) => each.at === at && each.text === text);
  const isShown = ({ at }: JournalEntry) =>
    current.waitingFor.some(({ kind, since }) => kind === 'paused' && since === at);
  return (current.journal ?? [])
    .filter((entry) => entry.what === 'paused' && !isKnown(entry) && !isShown(entry))
    .map(({ at, text }) => {
      const how = current.pause?.since === at ? 'is paused, which blocks nothing yet' : 'was paused';
      return { at, text: `${current.name} ${how}: ${text}` };
    });
}

function commandsOf({ actions = [] }: WaitingFor): readonly string[] {
  return actions.map(({ command }) => command);
}

/** It runs again only to end as decided: of what is at work in it, each cluster. */
function isEndingNow({ phase, names }: Thing, status: CampaignStatus): boolean {
  const within = clustersOf(status).filter(({ name }) => names.includes(name));
  const isEnding = ({ name }: ClusterStatus) => endingDecision(status, name) !== undefined;
  const atWork = within.filter((each) => each.startedAt !== null && !isOver(each.phase));
  return isUnderWay(phase) && within.some(isEnding) && atWork.every(isEnding);
}

/** "freeze year-end by eva: CHG0077 in force", "no freeze is in force any more" */
function freezeText({ freeze }: CampaignStatus): string {
  if (freeze === undefined) return 'no freeze is in force any more';
  return freeze.name === null
    ? `${freeze.reason}: nothing begins until they can be read`
    : `${freeze.reason}: in force, nothing begins`;
}

/** A step that was not begun: its cluster's end has a line of its own. */
function isPassedOver({ kind, phase, startedAt }: Pick<Thing, 'kind' | 'phase' | 'startedAt'>): boolean {
  return kind === 'step' && phase === 'Skipped' && startedAt === null;
}

function isUnderWay(phase: Phase): boolean {
  return phase === 'Running' || phase === 'Waiting';
}

function after(moment: string, other: string): boolean {
  return Date.parse(moment) > Date.parse(other);
}

function decisionSentence({ verb, target, by, reason }: Decision): string {
  return `${verb} ${target} by ${by}${reason === '' ? '' : `: ${reason}`}`;
}

interface Thing extends Span {
  readonly key: string;
  readonly kind: 'campaign' | 'stage' | 'cluster' | 'step';
  readonly phase: Phase;
  readonly text: string;
  /** Of what it waits for where its phase says so: its own name, and those of what is within. */
  readonly names: readonly (string | undefined)[];
}

/** From outer to inner. */
function thingsOf(all: CampaignStatus): readonly Thing[] {
  const status = sayOnce(all, []);
  const { name, phase, reason, startedAt, finishedAt } = status;
  const every = [name, ...status.stages.flatMap(namesIn)];
  const isSaidElsewhere = finishedAt !== null || status.waitingFor.some(({ kind }) => kind === 'paused');
  const whole = { ...({ kind: 'campaign', phase, names: every } as const), startedAt, finishedAt };
  return [
    thing(whole, `campaign ${name}`, isSaidElsewhere ? null : reason),
    ...status.stages.flatMap((stage) => [
      thing(
        { kind: 'stage', phase: stage.phase, names: namesIn(stage), ...stageSpan(stage, status) },
        `stage ${stage.name}`,
      ),
      ...stage.clusters.flatMap((cluster) => [
        thing(
          { kind: 'cluster', ...cluster, names: [cluster.name] },
          `cluster ${cluster.name}`,
          cluster.reason,
        ),
        ...cluster.steps.map((step) =>
          thing(
            { kind: 'step', ...step, names: [cluster.name] },
            `${cluster.name} ${step.name} ${step.from} -> ${step.to}`,
            endOf(step),
          ),
        ),
      ]),
    ]),
  ];
}

function namesIn({ name, clusters }: StageStatus): readonly string[] {
  return [name, ...clusters.map((cluster) => cluster.name)];
}

/** How far a step came that did not come to its end; null: it did, or is under way. */
function endOf(step: StepStatus): string | null {
  const { phase, startedAt } = step;
  const isShort = isOver(phase) && phase !== 'Completed' && startedAt !== null;
  return (isShort && stepProgress(step)) || null;
}

function thing(
  { kind, phase, startedAt, finishedAt, names }: Omit<Thing, 'key' | 'text'>,
  key: string,
  reason: string | null = null,
): Thing {
  const text = `${key} ${phase}${reason === null ? '' : ` (${reason})`}`;
  return { kind, key, phase, text, startedAt, finishedAt, names };
}
