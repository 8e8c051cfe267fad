import type { ControlWaiver } from '#domain/audit/control/apply-waiver.ts';
import type { RemovalWaiver } from '#domain/removal/findings/removal-waiver.ts';
import { toControlWaivers } from './convert/to-control-waivers.ts';
import { toRemovalWaivers } from './convert/to-removal-waivers.ts';
import { judgeFile } from './judge-file.ts';
import { waiverFields } from './known-fields.ts';
import type { Problem } from './problem/problem.ts';
import { waiverFile } from './schema/waiver-file.ts';

export type ParsedWaivers =
  | {
      readonly ok: true;
      readonly waivers: readonly RemovalWaiver[];
      readonly controls: readonly ControlWaiver[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** From the text of a waiver file to the waivers, or to every problem at once. Never throws. */
export function parseWaivers(text: string, file: string): ParsedWaivers {
  const form = { kind: 'Waivers', schema: waiverFile, fields: waiverFields } as const;
  const { data, problems } = judgeFile(text, file, form);
  if (data === null) return { ok: false, problems };
  return {
    ok: true,
    waivers: toRemovalWaivers(data.removedApis),
    controls: toControlWaivers(data.controls),
  };
}
