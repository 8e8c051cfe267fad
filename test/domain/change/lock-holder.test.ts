import { expect, it } from 'vitest';
import { describeHolder } from '#domain/change/lock-holder.ts';

it.each([
  ['the campaign by its name', 'campaign/patch-0412', 'campaign patch-0412'],
  ['a nightly run with its night', 'nightly/images/2026-11-20', 'nightly images/2026-11-20'],
  ['any other workflow by its id', 'by-hand', 'workflow by-hand'],
  ['that nobody stands behind it', null, 'a workflow that no campaign started'],
])('whoever holds a cluster is told: %s', (_, parent, told) => {
  expect(describeHolder(parent)).toBe(told);
});
