import { launchCampaign } from './launch-campaign.ts';
import { makePlan } from './make-plan.ts';
import { readCampaign } from './read-campaign.ts';
import { withTemporal } from './temporal-client.ts';
import { withGateways } from './with-gateways.ts';

/** Starts a campaign without the command line: node scripts/start-campaign.ts campaign.yaml */
const source = readCampaign(process.argv[2] ?? 'examples/two-stages.yaml');
const planned = await withGateways((gateways) => makePlan(source, gateways, Date.now()));
if (planned.plan.blocked.length > 0) throw new Error(planned.plan.blocked.join('; '));
const { workflowId } = await withTemporal((session) =>
  launchCampaign(session, {
    campaign: source.campaign,
    ...planned,
    startedBy: 'script',
    reason: '',
    pace: null,
  }),
);
process.stdout.write(`${workflowId}\n`);
