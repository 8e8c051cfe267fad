import { withGateways } from '#cli/clusters/with-gateways.ts';
import { readCampaign } from '#cli/input/read-campaign.ts';
import { launchCampaign } from '#cli/plan/launch-campaign.ts';
import { makePlan } from '#cli/plan/make-plan.ts';
import { withTemporal } from '#cli/temporal/temporal-client.ts';

/** Starts a campaign without the command line: node scripts/start-campaign.ts campaign.yaml */
const source = readCampaign(process.argv[2] ?? 'examples/two-stages.yaml');
const planned = await withGateways((gateways) => makePlan(source, gateways, { pace: null }));
if (planned.plan.blocked.length > 0) throw new Error(planned.plan.blocked.join('; '));
const { workflowId } = await withTemporal((session) =>
  launchCampaign(session, {
    campaign: source.campaign,
    ...planned,
    startedBy: 'script',
    reason: '',
  }),
);
process.stdout.write(`${workflowId}\n`);
