import { describe, expect, it } from 'vitest';
import { formatCondition, meets, parseCondition } from '#domain/metric/condition.ts';

describe('a condition', () => {
  it.each([
    ['< 0.01', { operator: '<', limit: 0.01 }],
    ['<=5', { operator: '<=', limit: 5 }],
    [' > -1 ', { operator: '>', limit: -1 }],
    ['>= 1e3', { operator: '>=', limit: 1000 }],
    ['== .5', { operator: '==', limit: 0.5 }],
    ['!= 0', { operator: '!=', limit: 0 }],
  ])('%j is an operator and a number', (text, condition) => {
    expect(parseCondition(text)).toEqual(condition);
  });

  it.each([
    '',
    '0.01',
    '<',
    '< x',
    '= 1',
    '=< 1',
    '< 1 < 2',
    '< NaN',
    '< Infinity',
    '< 1e999',
    'result[0] < 1',
  ])('%j is none', (text) => {
    expect(parseCondition(text)).toBeNull();
  });

  it.each([
    ['< 1', [0.9], [1, 1.1]],
    ['<= 1', [0.9, 1], [1.1]],
    ['> 1', [1.1], [1, 0.9]],
    ['>= 1', [1.1, 1], [0.9]],
    ['== 1', [1], [0.9, 1.1]],
    ['!= 1', [0.9, 1.1], [1]],
  ])('%s', (text, met, missed) => {
    const condition = parseCondition(text)!;
    expect(met.filter((value) => !meets(condition, value))).toEqual([]);
    expect(missed.filter((value) => meets(condition, value))).toEqual([]);
  });

  it.each(['<', '<=', '>', '>=', '==', '!='])('with %s is not met by NaN', (operator) => {
    expect(meets(parseCondition(`${operator} 1`)!, Number.NaN)).toBe(false);
  });

  it('is written as it is read', () => {
    expect(formatCondition(parseCondition('<0.010')!)).toBe('< 0.01');
  });
});
