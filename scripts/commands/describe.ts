import { campaignImages } from '#domain/status/campaign-images.ts';
import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { readStatus } from '../read-status.ts';
import { withTemporal } from '../temporal-client.ts';
import { campaignText } from '../view/campaign-text.ts';
import { terminalPalette } from '../view/terminal.ts';

/** Everything about a campaign; as JSON, its status with the outline of its plan (null: not known)
 * and, of one for images, the image of each pool with its age. */
export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const [name = ''] = positional;
  return withTemporal(async (session) => {
    const { status, plan, now } = await readStatus(session, name);
    if (options.wantsJson())
      printJson({ ...status, kind: 'CampaignDescription', plan, nodeImages: campaignImages(status) });
    else
      printText(
        campaignText({
          status,
          plan,
          now,
          namespace: session.namespace,
          palette: terminalPalette(options),
        }),
      );
    return exitCodes.done;
  });
}
