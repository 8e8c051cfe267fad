import { campaignImages } from '#domain/status/campaign-images.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { viewerName } from '../input/operator-identity.ts';
import { terminalPalette } from '../input/terminal-options.ts';
import { readStatus } from '../temporal/read-status.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { campaignText } from '../view/status/campaign-text.ts';
import { printJson, printText } from '../view/terminal/print.ts';
import { during } from '../view/terminal/progress.ts';

/** Everything about a campaign; as JSON, its status with the outline of its plan (null: not known)
 * and, of one for images, the image of each pool with its age. */
export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const [name = ''] = positional;
  return withTemporal(async (session) => {
    const { status, plan, now } = await during('reading the campaign', () => readStatus(session, name));
    if (options.wantsJson())
      printJson({ ...status, kind: 'CampaignDescription', plan, nodeImages: campaignImages(status) });
    else
      printText(
        campaignText({
          status,
          plan,
          now,
          namespace: session.namespace,
          viewer: viewerName(options),
          palette: terminalPalette(options),
        }),
      );
    return exitCodes.done;
  });
}
