import { z } from 'zod';
import { campaignSpec } from './campaign-file.ts';
import { withRule } from './rule.ts';
import { choice, name, texts } from './scalars.ts';
import { schedule } from './schedule.ts';

/** `<name>-<date>` and a number have to be a name as well. */
const longestName = 50;

const spec = withRule(
  z.strictObject({
    schedule: schedule.describe('When a run begins.'),
    campaign: campaignSpec.describe(
      'What a run does: the `spec` of a campaign file, with `upgrade.type: NodeImageOnly` or `Reboot`.',
    ),
  }),
  ['campaign.upgrade'],
  ({ campaign: { upgrade } }) =>
    upgrade.type === 'NodeImageOnly' || upgrade.type === 'Reboot'
      ? []
      : [
          {
            path: ['campaign', 'upgrade', 'type'],
            message: `expected NodeImageOnly or Reboot, ${upgrade.type} cannot run on a schedule: versions are upgraded by a campaign that a person starts`,
          },
        ],
);

/** A nightly file as people write it: a campaign, and when it is run again. */
export const nightlyFile = z
  .strictObject({
    apiVersion: choice(['drydock.dev/v1']).describe('Version of this format.'),
    kind: choice(['NightlyRefresh']).describe('What this file is.'),
    metadata: z
      .strictObject({
        name: name()
          .max(longestName, {
            error: `is longer than ${longestName} characters, and each run adds its date`,
          })
          .describe('The campaign of a run is named after it and the date; a schedule belongs to it.'),
        labels: texts().prefault({}).describe('For finding it again.'),
        annotations: texts().prefault({}).describe('For people: a change number, a link.'),
      })
      .describe('Whose schedule this is.'),
    spec: spec.describe('When, and what.'),
  })
  .meta({ title: 'NightlyRefresh', description: 'A campaign that runs on a schedule.' });

export type NightlyFile = z.output<typeof nightlyFile>;
