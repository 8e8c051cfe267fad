import type { Uncordoned } from '#gateways/kubernetes/drain/drain-client.ts';
import { nodeNotFound, withDrainClient } from '../clusters/with-drain-client.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { printJson, printText } from '../view/terminal/print.ts';

const messages: Readonly<Record<Exclude<Uncordoned, 'no-node'>, string>> = {
  opened: 'is uncordoned.',
  'was-open': 'was not cordoned; nothing was changed.',
  'not-ours': 'was cordoned by someone else; nothing was changed. --force uncordons it nevertheless.',
};

/** 0 where the node is open now, 6 where someone else has closed it, 1 where there is none. */
export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const [node = ''] = positional;
  const outcome = await withDrainClient(options, (client) =>
    client.uncordon(node, { isForced: options.isOn('force') }),
  );
  if (outcome === 'no-node') throw nodeNotFound(node);
  if (options.wantsJson()) printJson({ kind: 'Uncordon', node, outcome });
  else printText(`Node ${node} ${messages[outcome]}`);
  return outcome === 'not-ours' ? exitCodes.blocked : exitCodes.done;
}
