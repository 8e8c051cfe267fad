import { isOver } from '#domain/status/is-over.ts';
import type { CampaignStatus, Decision, Phase, StepStatus } from '#domain/status/status.ts';
import { type Span, stageSpan } from './campaign-times.ts';
import { sayOnce } from './say-once.ts';
import { stepProgress } from './status-info.ts';
import { waitKey, waitSentence } from './waits.ts';

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

/** "2026-11-20T10:00:54Z  stage test Running" */
export function transitionText({ at, text }: Transition): string {
  return `${at.slice(0, 19)}Z  ${text}`;
}

function currentState(current: CampaignStatus, viewer: string | null): readonly Transition[] {
  const at = current.updatedAt;
  const things = thingsOf(current).filter(
    ({ kind, phase }) => kind === 'campaign' || (phase !== 'NotStarted' && phase !== 'Completed'),
  );
  const waits = current.waitingFor.filter(({ until }) => until === null || after(until, at));
  return [
    ...things.map(({ text }) => ({ at, text })),
    ...(current.freeze === undefined ? [] : [{ at, text: freezeText(current) }]),
    ...waits.map((wait) => ({ at, text: waitSentence(wait, viewer) })),
    ...(current.incomplete === null ? [] : [{ at, text: current.incomplete }]),
  ];
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
    // Its cluster's end has a line of its own.
    if (kind === 'step' && phase === 'Skipped' && startedAt === null) return false;
    // A wait has a line of its own.
    return earlier.text !== text && !(isUnderWay(earlier.phase) && isUnderWay(phase));
  });
  const ended = changed.filter(({ phase }) => isOver(phase)).toReversed();
  const others = changed.filter(({ phase }) => !isOver(phase));
  const waited = new Set(previous.waitingFor.map(waitKey));
  const waits = current.waitingFor.filter(
    (wait) => !waited.has(waitKey(wait)) && (wait.until === null || after(wait.until, seen)),
  );
  return [
    ...current.decisions
      .slice(previous.decisions.length)
      .map((decision) => ({ at: decision.at, text: decisionSentence(decision) })),
    ...ended.map(({ finishedAt, text }) => ({ at: finishedAt ?? seen, text })),
    ...others.map(({ key, phase, startedAt, text }) => {
      const hasBegun = phase === 'Running' && (before.get(key)?.phase ?? 'NotStarted') === 'NotStarted';
      return { at: (hasBegun ? startedAt : null) ?? seen, text };
    }),
    ...frozen,
    ...waits.map((wait) => ({ at: wait.since, text: waitSentence(wait, viewer) })),
    ...news,
  ];
}

/** "freeze year-end by eva: CHG0077 in force", "no freeze is in force any more" */
function freezeText({ freeze }: CampaignStatus): string {
  if (freeze === undefined) return 'no freeze is in force any more';
  return freeze.name === null
    ? `${freeze.reason}: nothing begins until they can be read`
    : `${freeze.reason}: in force, nothing begins`;
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
}

/** From outer to inner. */
function thingsOf(all: CampaignStatus): readonly Thing[] {
  const status = sayOnce(all, []);
  const { startedAt, finishedAt } = status;
  const whole = thing('campaign', `campaign ${status.name}`, status.phase, { startedAt, finishedAt });
  const stages = status.stages.flatMap((stage) => [
    thing('stage', `stage ${stage.name}`, stage.phase, stageSpan(stage, status)),
    ...stage.clusters.flatMap((cluster) => [
      thing('cluster', `cluster ${cluster.name}`, cluster.phase, cluster, cluster.reason),
      ...cluster.steps.map((step) =>
        thing(
          'step',
          `${cluster.name} ${step.name} ${step.from} -> ${step.to}`,
          step.phase,
          step,
          endOf(step),
        ),
      ),
    ]),
  ]);
  return [whole, ...stages];
}

/** How far a step came that did not come to its end; null: it did, or is under way. */
function endOf(step: StepStatus): string | null {
  const { phase, startedAt } = step;
  const isShort = isOver(phase) && phase !== 'Completed' && startedAt !== null;
  return (isShort && stepProgress(step)) || null;
}

function thing(
  kind: Thing['kind'],
  key: string,
  phase: Phase,
  { startedAt, finishedAt }: Span,
  reason: string | null = null,
): Thing {
  const text = `${key} ${phase}${reason === null ? '' : ` (${reason})`}`;
  return { kind, key, phase, text, startedAt, finishedAt };
}
