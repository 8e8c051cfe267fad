import type { Campaign } from '#domain/campaign/campaign.ts';
import { type Freeze, freezeSpans } from '#domain/campaign/freeze.ts';
import { paceTime } from '#domain/campaign/pace.ts';
import { uniqueNames } from '#domain/fleet/cluster-names.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import { readSimulatedPace } from '../clusters/read-simulated-time.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { explainFailure } from '../failure/explain-failure.ts';
import type { CommandInput, OptionValues } from '../input/command-input.ts';
import { readScheduledCampaign } from '../input/read-nightly.ts';
import { parseMoment } from '../input/time-input.ts';
import { withFreezes } from '../schedule/freezes.ts';
import { listRuns, noteRuns } from '../schedule/list-scheduled-runs.ts';
import {
  type ClusterOwn,
  listWindows,
  readOwnWindows,
  type WindowsQuestion,
} from '../schedule/list-windows.ts';
import { windowsText } from '../view/schedule/windows-text.ts';
import { log, printJson, printText } from '../view/terminal/print.ts';

const mostWindows = 10_000;

/** When the file's campaign may act next, without what is frozen; 77 where none of its clusters may be read. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const file = options.requiredText('file', 'drydock windows -f campaign.yaml');
  const count = countFrom(options);
  const fromMs = await momentFrom(options);
  const { campaign, nightly } = readScheduledCampaign(file);
  const { maintenance } = campaign;
  const owns = await readOwns(campaign);
  const freezes = await readFreezes();
  const timezone = maintenance?.timezone ?? nightly?.schedule.timezone ?? 'UTC';
  const closures = freezeSpans(freezes ?? []);
  const question: WindowsQuestion = { maintenance, timezone, fromMs, count, closures };
  const runs = nightly === null ? [] : listRuns(nightly, fromMs, count);
  const ownWindows = owns?.map(({ own }) => own) ?? null;
  const document = {
    kind: 'Windows' as const,
    timezone,
    ...listWindows(question, ownWindows),
    ...(owns !== null && { clusters: owns.map((each) => ofCluster(question, each)) }),
    ...(nightly !== null && {
      runs,
      runNotes: noteRuns(nightly, { afterMs: fromMs, runs }, ownWindows),
    }),
    freezes: freezes?.filter((each) => lastsAfter(each, fromMs)).map(toListed) ?? null,
  };
  if (options.wantsJson()) printJson(document);
  else printText(windowsText(document));
  return exitCodes.done;
}

function lastsAfter({ until, lifted }: Freeze, fromMs: number): boolean {
  return lifted === null && (until === null || Date.parse(until) > fromMs);
}

function toListed({ name, from, until }: Freeze) {
  return { name, from, until };
}

function ofCluster(question: WindowsQuestion, { cluster, own }: ClusterOwn) {
  return {
    name: cluster.name,
    resourceId: cluster.resourceId,
    own: own.kind === 'windows' ? own.words : null,
    /** Why it may be changed at any time, or when it may be is not known. */
    because: own.kind === 'windows' ? null : own.because,
    ...listWindows(question, [own]),
  };
}

/** null: only the file counts. */
async function readOwns(campaign: Campaign): Promise<readonly ClusterOwn[] | null> {
  if ((campaign.maintenance?.source ?? 'Spec') === 'Spec') return null;
  const read = await withGateways((gateways) => readOwnWindows(gateways, campaign));
  const names = uniqueNames(read.map(({ cluster }) => cluster));
  const owns = read.map(({ cluster, own }) => ({
    own,
    cluster: { ...cluster, name: names.get(resourceKey(cluster.resourceId))! },
  }));
  const unknown = owns.flatMap(({ cluster, own }) =>
    own.kind === 'unknown' ? [`${cluster.name}: its maintenance window is unknown (${own.because})`] : [],
  );
  if (owns.length > 0 && unknown.length === owns.length)
    throw new CommandError(
      exitCodes.notAllowed,
      `no cluster's own window is known; ${unknown[0]}`,
      'grant the named permission (docs/permissions.md); unknown counts as closed',
    );
  for (const each of unknown) log(`warning: ${each}; it counts as closed`);
  if (owns.length === 0) log('note: the campaign selects no cluster at all');
  return owns;
}

/** null: no one answers, which stderr says. */
async function readFreezes(): Promise<readonly Freeze[] | null> {
  try {
    return await withFreezes((book) => book.list());
  } catch (error) {
    log(`note: freezes are unknown and not excluded: ${explainFailure(error).message}`);
    return null;
  }
}

function countFrom(options: OptionValues): number {
  const typed = options.text('n') ?? '10';
  const count = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  if (count >= 1 && count <= mostWindows) return count;
  throw new CommandError(
    exitCodes.usage,
    `-n "${typed}" is not a number of windows`,
    `a whole number from 1 to ${mostWindows}`,
  );
}

async function momentFrom(options: OptionValues): Promise<number> {
  const typed = options.text('from');
  if (typed !== null) {
    const at = parseMoment(typed.trim());
    if (at !== null) return at;
    throw new CommandError(
      exitCodes.usage,
      `--from "${typed}" is not a time with its zone`,
      'for example 2026-12-24T18:00Z or 2026-12-24T18:00+01:00',
    );
  }
  const pace = options.text('pace') === null ? null : await withGateways(readSimulatedPace);
  return paceTime(pace, Date.now());
}
