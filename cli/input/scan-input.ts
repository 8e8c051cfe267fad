import type { ControlWaiver } from '#domain/audit/control/apply-waiver.ts';
import type { InObjectPolicy } from '#domain/audit/control/in-object-waivers.ts';
import type { RemovalWaiver } from '#domain/removal/findings/removal-waiver.ts';
import { minorOf, parseVersion } from '#domain/version/kubernetes-version.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { problemsText } from '../view/terminal/problems-text.ts';
import { readTextFile } from './read-text-file.ts';

/** The target of a scan: "1.34" as shown, and its minor. */
export interface ScanTarget {
  readonly shown: string;
  /** Of Kubernetes 1; Infinity for a later major. */
  readonly minor: number;
}

/** Reads "1.34", "v1.34" or "1.34.1". Throws CommandError (64) for anything else. */
export function scanTarget(typed: string): ScanTarget {
  const version = parseVersion(typed);
  if (version === null || version.major === 0)
    throw new CommandError(
      exitCodes.usage,
      `--target "${typed}" is not a Kubernetes version`,
      'for example 1.34',
    );
  return {
    shown: minorOf(typed),
    minor: version.major === 1 ? version.minor : Number.POSITIVE_INFINITY,
  };
}

/** A waiver file serves the scan and the audit. */
export interface Waivers {
  readonly removals: readonly RemovalWaiver[];
  readonly controls: readonly ControlWaiver[];
  readonly inObject: InObjectPolicy | null;
}

/** The waivers of a file; none where none is named: the parser is loaded only for one. Throws CommandError (65) with every problem of it. */
export async function readWaivers(file: string | null, now: number): Promise<Waivers> {
  if (file === null) return { removals: [], controls: [], inObject: null };
  const { parseWaivers } = await import('#spec/parse-waivers.ts');
  const parsed = parseWaivers(readTextFile(file), file, now);
  if (parsed.ok) return { removals: parsed.waivers, controls: parsed.controls, inObject: parsed.inObject };
  throw new CommandError(
    exitCodes.invalidFile,
    `${file} is not a valid waiver file\n${problemsText(parsed.problems)}`,
    'docs/removed-apis.md and docs/baseline.md show examples; nothing was judged',
  );
}
