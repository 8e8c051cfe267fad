import type { ControlWaiver } from '#domain/audit/control/apply-waiver.ts';
import type { InObjectPolicy } from '#domain/audit/control/in-object-waivers.ts';
import type { RemovalWaiver } from '#domain/removal/findings/removal-waiver.ts';
import { toControlWaivers, toInObjectPolicy } from './convert/to-control-waivers.ts';
import { toRemovalWaivers } from './convert/to-removal-waivers.ts';
import { findLongWaivers } from './find-long-waivers.ts';
import { judgeFile } from './judge-file.ts';
import { waiverFields } from './known-fields.ts';
import type { Problem } from './problem/problem.ts';
import { waiverFile } from './schema/waiver-file.ts';

export type ParsedWaivers =
  | {
      readonly ok: true;
      readonly waivers: readonly RemovalWaiver[];
      readonly controls: readonly ControlWaiver[];
      /** null: what objects say of themselves has no effect. */
      readonly inObject: InObjectPolicy | null;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** From the text of a waiver file to the waivers, or to every problem at once; `now` (ms) is what a year counts from. Never throws. */
export function parseWaivers(text: string, file: string, now: number): ParsedWaivers {
  const form = { kind: 'Waivers', schema: waiverFile, fields: waiverFields } as const;
  const { data, problems, locate } = judgeFile(text, file, form);
  if (data === null) return { ok: false, problems };
  const long = [
    ...findLongWaivers(data.removedApis, ['removedApis'], now),
    ...findLongWaivers(data.controls, ['controls'], now),
  ];
  if (long.length > 0) return { ok: false, problems: locate(long) };
  return {
    ok: true,
    waivers: toRemovalWaivers(data.removedApis),
    controls: toControlWaivers(data.controls),
    inObject: toInObjectPolicy(data.inObject),
  };
}
