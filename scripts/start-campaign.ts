import { startCampaign } from '#cli/plan/start-campaign.ts';

/**
 * Starts a campaign without the command line: node scripts/start-campaign.ts campaign.yaml. Outside of a clone:
 * import { startCampaign } from 'drydock'
 */
const started = await startCampaign({
  file: process.argv[2] ?? 'examples/two-stages.yaml',
  startedBy: 'script',
});
process.stdout.write(`${started?.workflowId ?? 'Nothing to change.'}\n`);
