import { it } from 'vitest';
import { openDrydock } from '../processes/drydock.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';

type Options = NonNullable<Parameters<typeof openDrydock>[0]> & {
  /** The text of a fleet file; otherwise the fleet is the one of `scenario`. */
  readonly fleet?: string;
};

/**
 * `it` for a file whose tests share one simulated Azure and one worker, `drydock`, and a folder, `files`. They start with
 * the first test that takes `drydock` and end with the file.
 */
export function withDrydock({ fleet, ...options }: Options) {
  return it
    .extend('files', { scope: 'file' }, () => openTemporaryFiles())
    .extend('drydock', { scope: 'file' }, async ({ files }, { onCleanup }) => {
      const scenario = fleet === undefined ? {} : { scenario: files.write('fleet.json', fleet) };
      const drydock = await openDrydock({ ...options, ...scenario });
      onCleanup(async () => {
        await drydock.stop();
        files.remove();
      });
      return drydock;
    });
}
