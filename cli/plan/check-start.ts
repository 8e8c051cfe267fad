import { mayBegin } from '#domain/calendar/decide-start.ts';
import { horizonYears } from '#domain/calendar/openings.ts';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { FreezeVerdict } from '#domain/campaign/freeze.ts';
import { changedClusters } from '#domain/plan/changed-clusters.ts';
import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { nameFirst } from '#domain/text/name-first.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { SavedPlan } from '../input/saved-plan.ts';
import { readSearchAttributes } from '../temporal/search-attributes.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { blockedClusters } from '../view/plan/preflight-text.ts';
import { formatMoment } from '../view/terminal/format-time.ts';

/** Throws CommandError (6) for a plan that is blocked; the reasons, where no one has seen them in the plan. */
export function refuseBlocked(plan: CampaignPlan, withReasons: boolean): void {
  if (plan.blocked.length === 0) return;
  throw new CommandError(
    exitCodes.blocked,
    `the plan is blocked${withReasons ? `: ${plan.blocked.join('; ')}` : ''}`,
    'fix what blocks it, then plan again; nothing was changed',
  );
}

/** Throws CommandError (6) where a preflight check found what blocks a cluster of the plan. */
export function refuseBlockedClusters(findings: readonly PreflightFinding[]): void {
  const blocked = blockedClusters(findings);
  if (blocked.length === 0) return;
  throw new CommandError(
    exitCodes.blocked,
    `${nameFirst(blocked)} will be blocked before the first change`,
    'fix the blocking findings, or set the check to Warn (preflight), then plan again; nothing was changed',
  );
}

/** Throws CommandError (8) where a plan made now is another one than was reviewed. */
export function refuseStale(now: CampaignPlan, { file, plan: reviewed, source }: SavedPlan): void {
  if (now.digest === reviewed.digest) return;
  const changed = changedClusters(reviewed, now);
  const what = changed.length === 0 ? '' : ` (changed: ${nameFirst(changed)})`;
  throw new CommandError(
    exitCodes.stalePlan,
    `${file} is stale${what}: reviewed ${reviewed.digest}, now ${now.digest}`,
    `plan again (drydock plan -f ${source.file}${reviewed.pace === undefined ? '' : ' --pace simulator'} --out ${file}), review it, then start it; nothing was changed`,
  );
}

/**
 * Throws CommandError (7) where nothing may begin at this moment (ms) of the campaign's time: by the file's window, or,
 * where their own count, on no cluster of the stage that comes first.
 */
export function refuseOutsideWindow(campaign: Campaign, plan: CampaignPlan, now: number): void {
  const { open, opensAt } = firstOpening(campaign, plan, now);
  if (open) return;
  throw new CommandError(
    exitCodes.outsideWindow,
    `outside the maintenance window; ${opensAt === null ? `none is known to open within ${horizonYears} years` : `the next one opens ${formatMoment(opensAt)}`}`,
    'start it then, or omit --no-wait to wait for the window',
  );
}

/**
 * A freeze that is in force now, in words; null: none. Throws CommandError (7) for it where no
 * one waits; a start does not fail because freezes cannot be read, which counts as a freeze when it comes to a change.
 */
export function describeFreeze(verdict: FreezeVerdict, mayWait: boolean): string | null {
  if (!verdict.frozen) return null;
  const { name, reason } = verdict;
  if (name === null) return `${reason}: nothing begins until they can be read`;
  const until =
    verdict.until === null
      ? 'until it is lifted'
      : `until ${formatMoment(new Date(verdict.until).toISOString())}`;
  const text = `${reason} (${until}): nothing begins before`;
  if (mayWait) return text;
  throw new CommandError(exitCodes.outsideWindow, text, 'start it then, or omit --no-wait to wait');
}

/** `opensAt`: RFC 3339 UTC; null: none is known. */
function firstOpening(
  { maintenance }: Campaign,
  { stages }: CampaignPlan,
  now: number,
): { readonly open: boolean; readonly opensAt: string | null } {
  const ofClusters = stages.map(({ clusters }) => clusters.flatMap(({ window }) => window ?? []));
  const first = ofClusters.find((windows) => windows.length > 0);
  if (first !== undefined) {
    const opensAt = first.flatMap((each) => each.opensAt ?? []).toSorted()[0] ?? null;
    return { open: first.some(({ open }) => open), opensAt };
  }
  const answer = mayBegin(maintenance, now);
  const opensAt = answer.go || answer.opensAt === null ? null : new Date(answer.opensAt).toISOString();
  return { open: answer.go, opensAt };
}

/** Throws CommandError (69) where the server lacks search attributes: the start would fail half way. */
export async function refuseUnprepared(session: TemporalSession): Promise<void> {
  const { missing, wrong } = await readSearchAttributes(session);
  if (missing.length === 0 && wrong.length === 0) return;
  const names = [...missing, ...wrong].map(({ name }) => name).join(', ');
  throw new CommandError(
    exitCodes.unavailable,
    `Temporal at ${session.address} has no search attributes ${names} in namespace ${session.namespace}`,
    'run drydock setup once, then start again; nothing was touched',
  );
}
