import { expect, it } from 'vitest';
import { selects } from '#domain/drain/label-selector.ts';

const labels = { app: 'web', tier: 'front' };
const where = (key: string, operator: string, ...values: readonly string[]) => ({
  matchLabels: {},
  matchExpressions: [{ key, operator, values }],
});

it.each([
  ['none', null, false],
  ['an empty one', { matchLabels: {}, matchExpressions: [] }, true],
  ['a label it has', { matchLabels: { app: 'web' }, matchExpressions: [] }, true],
  ['a label it has and one it has not', { matchLabels: { app: 'web', x: 'y' }, matchExpressions: [] }, false],
  ['In', where('app', 'In', 'api', 'web'), true],
  ['In, of other values', where('app', 'In', 'api'), false],
  ['In, without the label', where('x', 'In', 'web'), false],
  ['NotIn', where('app', 'NotIn', 'api'), true],
  ['NotIn, of its value', where('app', 'NotIn', 'web'), false],
  ['NotIn, without the label', where('x', 'NotIn', 'web'), true],
  ['Exists', where('app', 'Exists'), true],
  ['Exists, without the label', where('x', 'Exists'), false],
  ['DoesNotExist', where('x', 'DoesNotExist'), true],
  ['DoesNotExist, with the label', where('app', 'DoesNotExist'), false],
  ['an operator of a later version', where('app', 'Like', 'w*'), false],
])('a pod app=web is selected by %s: %s', (_, selector, isSelected) => {
  expect(selects(selector, labels)).toBe(isSelected);
});
