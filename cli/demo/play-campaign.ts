import { relative } from 'node:path';
import { campaignWorkflowId } from '#domain/fleet/ids.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { exampleFile } from '../process/program-file.ts';
import { watchCampaign, watchOptionsFrom } from '../steer/watch-campaign.ts';
import { readStatus } from '../temporal/read-status.ts';
import { type TemporalSession, withTemporal } from '../temporal/temporal-client.ts';
import { workflowUrl } from '../temporal/ui-link.ts';
import { log, printText } from '../view/terminal/print.ts';
import { withoutProgress } from '../view/terminal/progress.ts';
import type { Cleanup } from './cleanup.ts';
import { openApprover, watchAndAsk } from './give-approval.ts';
import { proofText, proveFromLedger } from './ledger-proof.ts';
import { runCommand } from './run-command.ts';
import { addFaults, readFaultsLeft, readLedger } from './simulator-client.ts';
import type { StageSet } from './stage-set.ts';

const starter = 'platform-team';

/** Starts the campaign, watches it, plays the approver or asks the viewer, and checks the ledger. */
export async function playCampaign(
  cleanup: Cleanup,
  set: StageSet,
  options: CommandInput['options'],
): Promise<ExitCode> {
  const name = set.isOwnServer ? 'two-stages' : `two-stages-${Date.now().toString(36)}`;
  await addFaults(set.simulatorUrl);
  const id = set.isOwnServer ? [] : ['--id', name];
  await runCommand(cleanup, set, [
    'start',
    '-f',
    relative(process.cwd(), exampleFile('two-stages.yaml')),
    '--pace',
    'simulator',
    '--as',
    starter,
    '--yes',
    ...id,
  ]);
  printText(`\n$ drydock watch ${name}`);
  return withTemporal(async (session) => {
    const watch = watchOptionsFrom(options);
    const exitCode = options.isOn('interactive')
      ? await watchAndAsk(session, name, watch)
      : await watchCampaign(session, name, { ...watch, onRead: openApprover(session, name) });
    if (exitCode === exitCodes.detached) return exitCode;
    const holds = await prove(session, set, name);
    const link = workflowUrl(session, campaignWorkflowId(name));
    printText(closingLine(link, { staysUp: options.isOn('keep') || !set.isOwnServer }));
    return exitCode === exitCodes.done && !holds ? exitCodes.unclassified : exitCode;
  });
}

async function prove(session: TemporalSession, set: StageSet, name: string): Promise<boolean> {
  const { status } = await readStatus(session, name);
  const order = status.stages.map(({ clusters }) => clusters.map((cluster) => cluster.name));
  const proof = proveFromLedger(await readLedger(set.simulatorUrl), order);
  const { clusters, nodes } = status.progress;
  printText(
    `\n${status.phase}: ${clusters.done}/${clusters.total} clusters, ${nodes.done}/${nodes.total} nodes.`,
  );
  printText(proofText(proof, await readFaultsLeft(set.simulatorUrl)));
  return proof.broken.length === 0;
}

/** Where to see more: a link to a server that stops now would be dead. */
export function closingLine(link: string | null, { staysUp }: { readonly staysUp: boolean }): string {
  return staysUp
    ? `Temporal UI: ${link ?? 'unknown'}`
    : 'Everything that the demo started stops now. To look around afterwards, also in the Temporal UI: drydock demo --keep';
}

/** What to enter in another terminal, while the demo runs and after. */
export function printAccess({ exports, simulatorUrl, temporal }: StageSet): void {
  log('\nTo inspect it, in another terminal:');
  log(`  eval "$(drydock simulate --print-env --port ${new URL(simulatorUrl).port})"`);
  const assignments = Object.entries(exports).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  if (assignments.length > 0) log(`  export ${assignments.join(' ')}`);
  log('  drydock list; drydock fleet; drydock doctor');
  if (temporal.uiUrl !== null) log(`Temporal UI: ${temporal.uiUrl}`);
}

/** Leaves everything up until someone presses Ctrl-C. */
export async function keepRunning(): Promise<never> {
  log('\nEverything keeps running; the commands to inspect it are above. Ctrl-C here stops everything.');
  return withoutProgress(() => new Promise<never>(() => setInterval(() => undefined, 60_000)));
}
