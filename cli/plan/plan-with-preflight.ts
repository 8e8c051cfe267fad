import { paceTime } from '#domain/campaign/pace.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readSimulatedPace } from '../clusters/read-simulated-time.ts';
import type { CampaignSource } from '../input/read-campaign.ts';
import { log } from '../view/terminal/print.ts';
import { type MadePlan, makePlan } from './make-plan.ts';
import { readDelays } from './read-delays.ts';
import { runPreflightChecks } from './run-preflight.ts';

export interface PacedPlan extends MadePlan {
  /** Campaign time (ms) at which it was made. */
  readonly now: number;
}

/** As `makePlan`, by the simulator's clock or in real time. Throws CommandError (69) where no simulator answers to it. */
async function planAtPace(
  source: CampaignSource,
  gateways: Gateways,
  isSimulated: boolean,
): Promise<PacedPlan> {
  const pace = isSimulated ? await readSimulatedPace(gateways) : null;
  const now = paceTime(pace, Date.now());
  const made = await makePlan(source, gateways, { pace, at: now });
  const notCounted = await readDelays(made, now);
  if (notCounted.length === 0) return { ...made, now };
  const estimate = { ...made.plan.estimate, notCounted };
  return { ...made, plan: { ...made.plan, estimate }, now };
}

/**
 * As `planAtPace`, with preflight checks, which take a request a cluster behind Azure's limits: `show` gets the plan before
 * they begin. A blocked plan is not checked.
 */
export async function planWithPreflight(
  source: CampaignSource,
  gateways: Gateways,
  isSimulated: boolean,
  show: (planned: PacedPlan) => void,
): Promise<{ readonly planned: PacedPlan; readonly findings: readonly PreflightFinding[] }> {
  const planned = await planAtPace(source, gateways, isSimulated);
  show(planned);
  const findings =
    planned.plan.blocked.length > 0
      ? []
      : await runPreflightChecks(gateways, { ...planned, campaign: source.campaign });
  return { planned, findings };
}

/** Anyone who plans against a simulator usually wants its clock. */
export function noteRealTime({ pace, simulatorId }: PacedPlan): void {
  if (pace === null && simulatorId !== null)
    log('note: this is a simulated Azure; without --pace simulator every wait lasts as long as in real life');
}
