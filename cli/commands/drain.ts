import { setTimeout as sleep } from 'node:timers/promises';
import type { DrainReport } from '#domain/drain/drain-report.ts';
import { type DrainProgress, drainNode } from '#procedures/drain/drain-node.ts';
import type { DrainClock } from '#procedures/drain/drain-pass.ts';
import { nodeNotFound, withDrainClient } from '../clusters/with-drain-client.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { drainTimes } from '../input/drain-input.ts';
import { operatorName } from '../input/operator-identity.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { drainText, progressText } from '../view/cluster/drain-text.ts';
import { log, printJson, printText } from '../view/terminal/print.ts';
import { during } from '../view/terminal/progress.ts';

const parallelism = 10;
const successorsMs = 10_000;

/** 0 drained, 6 refused or blocked for good, 124 timed out, 1 where there is no such node. */
export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const [node = ''] = positional;
  const { timeoutMs, graceSeconds, skipStuckMs } = drainTimes(options);
  const reason = options.text('reason');
  const by = `${operatorName(options)}${reason === null ? '' : `: ${reason}`}`;
  const undo = undoOf(node, options.text('kubeconfig'), options.text('context'));
  const progress = describeProgress();
  const report = await withDrainClient(options, async (client, signal) => {
    const request = {
      node,
      by,
      consent: { unmanaged: options.isOn('force'), localData: options.isOn('deleteEmptydirData') },
      graceSeconds,
      skipStuckMs,
      timeoutMs,
      parallelism,
      successorsMs,
      isDryRun: options.isOn('dryRun'),
    };
    return during(
      () => progress.last() || `reading node ${node} and its pods`,
      () => drainNode(client, request, realClock(signal), (each) => progress.report(each)),
    );
  }).catch((error: unknown) => {
    if (progress.isCordonedByUs()) logUncordon(node, undo);
    throw error;
  });
  if (options.wantsJson()) printJson({ kind: 'DrainReport', ...report });
  else if (!isMissing(report)) printText(drainText(report, terminalPalette(options), terminalWidth()));
  if (isMissing(report)) throw nodeNotFound(node);
  if (report.outcome === 'timed-out' || report.outcome === 'failed') log(`error: ${report.reason}`);
  if (report.cordonedByUs && !report.uncordoned && report.outcome !== 'refused') logUncordon(node, undo);
  return exitCodeOf(report);
}

function exitCodeOf({ outcome }: DrainReport): ExitCode {
  if (outcome === 'timed-out') return exitCodes.timedOut;
  if (outcome === 'refused' || outcome === 'failed') return exitCodes.blocked;
  return exitCodes.done;
}

function isMissing({ outcome, passes }: DrainReport): boolean {
  return outcome === 'failed' && passes === 0;
}

function logUncordon(node: string, undo: string): void {
  log(`Node ${node} stays cordoned. Open it again: ${undo}`);
}

function undoOf(node: string, kubeconfig: string | null, context: string | null): string {
  return `drydock uncordon ${node} --kubeconfig ${kubeconfig}${context === null ? '' : ` --context ${context}`}`;
}

/** One line whenever something has changed. */
function describeProgress() {
  let [last, isCordonedByUs] = ['', false];
  return {
    isCordonedByUs: () => isCordonedByUs,
    last: () => last,
    report(progress: DrainProgress) {
      isCordonedByUs = progress.cordonedByUs;
      const line = progressText(progress);
      if (line !== last) log(line);
      last = line;
    },
  };
}

function realClock(signal: AbortSignal): DrainClock {
  return {
    now: Date.now,
    wait: (ms) => sleep(ms, undefined, { signal }),
    fromReal: (ms) => ms,
  };
}
