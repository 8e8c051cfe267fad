import { describe, expect, it } from 'vitest';
import { parseAnyFile } from '#spec/parse-any-file.ts';
import { aCampaignFile } from '../builders/a-campaign-file.ts';
import { aNightlyFile } from '../builders/a-nightly-file.ts';

const now = Date.parse('2026-12-02T08:00:00Z');
const common = (expires: string) => `reason: r, owner: shop, expires: ${expires}`;
const lists = {
  'baseline.waivers': (expires: string) =>
    `baseline: { waivers: [{ control: SB-POD-02, approver: security, ${common(expires)} }] }`,
  'preflight.removedApisWaivers': (expires: string) =>
    `preflight: { removedApisWaivers: [{ apiVersion: policy/v1beta1, kind: Pod, ${common(expires)} }] }`,
};
const kinds = {
  spec: (line: string) => aCampaignFile({ spec: [line] }),
  'spec.campaign': (line: string) => aNightlyFile({ campaign: [line] }),
};

function problemsOf(text: string, asked: number | null): readonly string[] {
  const parsed = parseAnyFile(text, 'file.yaml', asked);
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe.each(['spec', 'spec.campaign'] as const)('a waiver below %s', (kind) => {
  it.each(['baseline.waivers', 'preflight.removedApisWaivers'] as const)('in %s lasts a year', (list) => {
    const text = (expires: string) => kinds[kind](lists[list](expires));
    expect(problemsOf(text('2027-12-03'), now)).toEqual([]);
    expect(problemsOf(text('2027-12-04'), null)).toEqual([]);
    expect(problemsOf(text('2027-12-04'), now)).toEqual([
      `${kind}.${list}[0].expires: expected an end at most 366 days from now, 2026-12-02`,
    ]);
  });
});
