import { expect, it } from 'vitest';
import { describeHolder } from '#domain/change/lock-holder.ts';

it.each([
  ['the campaign by its name', 'campaign/patch-0412', 'campaign patch-0412'],
  ['a scheduled run with its date', 'nightly/images/2026-11-20', 'nightly images/2026-11-20'],
  ['any other workflow by its id', 'by-hand', 'workflow by-hand'],
  ['a workflow without a campaign', null, 'a workflow that no campaign started'],
])('the holder of a cluster is named: %s', (_, parent, told) => {
  expect(describeHolder(parent)).toBe(told);
});
