import { author } from './author.ts';
import type { CommandRow } from './command-row.ts';
import { freeze } from './freeze.ts';
import { harden } from './harden.ts';
import { look } from './look.ts';
import { nightly } from './nightly.ts';
import { nodes } from './nodes.ts';
import { operate } from './operate.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { steer } from './steer.ts';

/** In the order of the help. */
export const commandGroups: Readonly<Record<string, readonly CommandRow[]>> = {
  Author: author,
  Look: look,
  Run: run,
  Steer: steer,
  Nightly: nightly,
  Freeze: freeze,
  Harden: harden,
  Nodes: nodes,
  Report: report,
  Operate: operate,
};

export const commandTable: readonly CommandRow[] = Object.values(commandGroups).flat();

/** Commands of two words stand below their first one. */
export const commandFamilies: Readonly<Record<string, string>> = {
  freeze: 'stop all campaigns from starting changes',
  schedule: 'run nightly campaigns on a schedule',
};
