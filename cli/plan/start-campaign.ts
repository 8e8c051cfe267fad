import { hasChanges } from '#domain/plan/has-changes.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { readCampaign } from '../input/read-campaign.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { refuseBlocked, refuseUnprepared } from './check-start.ts';
import { launchCampaign } from './launch-campaign.ts';
import { planWithPreflight } from './plan-with-preflight.ts';

export interface StartOptions {
  /** The path of a campaign file. */
  readonly file: string;
  /** Who starts the campaign. Its record keeps the name, as a claim. */
  readonly startedBy: string;
  /** Why; the record keeps it. Omitted: the change that the file names (`metadata.annotations`), or nothing. */
  readonly reason?: string;
  /** The clock of the simulated Azure in use, as `--pace simulator` does. Omitted: real time. */
  readonly pace?: 'simulator';
}

export interface StartedCampaign {
  /** The name in the file, for `drydock status NAME`. */
  readonly name: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly taskQueue: string;
  /** What an approval is bound to. */
  readonly planDigest: string;
}

/**
 * Plans a campaign and starts it, as `drydock start -f FILE --yes` does. Azure and Temporal are those of the environment
 * (docs/cli.md). Resolves to null where no cluster has anything to change.
 *
 * Rejects with an Error that has `exitCode`, a number of docs/cli.md, and `next`, a text or null: what to do. Among others 65 for
 * a file that is not valid, 6 for a plan that is blocked, 69 where Temporal or Azure does not answer, 1 for a name that was used.
 */
export async function startCampaign(options: StartOptions): Promise<StartedCampaign | null> {
  const source = readCampaign(options.file);
  const { campaign } = source;
  const { planned } = await withGateways((gateways) =>
    planWithPreflight(source, gateways, options.pace === 'simulator', () => undefined),
  );
  refuseBlocked(planned.plan, true);
  if (!hasChanges(planned.plan)) return null;
  return withTemporal(async (session) => {
    await refuseUnprepared(session);
    const reason = options.reason ?? campaign.annotations.change ?? '';
    const launch = { ...planned, campaign, startedBy: options.startedBy, reason };
    const launched = await launchCampaign(session, launch);
    return { name: campaign.name, ...launched, planDigest: planned.plan.digest };
  });
}
