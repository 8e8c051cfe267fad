import { describe, expect, it } from 'vitest';
import { judgeSamples } from '#domain/metric/judge-samples.ts';
import { judgeWebAnswer } from '#domain/metric/judge-web-answer.ts';
import { aProbe, aQuery } from '../../builders/a-metric.ts';

const samples = (...values: readonly string[]) => values.map((value) => ({ labels: {}, value }));
const success = { outcome: 'success' };
const failure = (reason: string) => ({ outcome: 'failure', reason });

describe('a query whose success is "< 0.01"', () => {
  it.each([
    ['one sample below', samples('0.004'), success],
    ['every sample below', samples('0', '0.0099', '-Inf'), success],
    ['the limit itself', samples('0.01'), failure('is 0.01, expected < 0.01')],
    ['NaN, of nothing divided by nothing', samples('NaN'), failure('is NaN, expected < 0.01')],
    ['infinity', samples('+Inf'), failure('is +Inf, expected < 0.01')],
    ['what is no number', samples(''), failure('is , expected < 0.01')],
    ['some above', samples('0', '0.5', '0.6'), failure('is 0.5, expected < 0.01 (and 1 more)')],
    [
      'one series of many',
      [{ labels: { namespace: 'shop', code: '5"' }, value: '1' }],
      failure('is 1 for {namespace="shop", code="5\\""}, expected < 0.01'),
    ],
  ])('takes %s as it is', (_, found, judged) => {
    expect(judgeSamples(aQuery(), found)).toEqual(judged);
  });

  it.each([
    ['Inconclusive', { outcome: 'none', why: 'its query returned no data' }],
    ['Success', success],
    ['Failure', failure('returned no data')],
  ] as const)('that finds nothing is, with noData: %s', (noData, judged) => {
    expect(judgeSamples(aQuery({ noData }), [])).toEqual(judged);
  });

  it('names long labels in short', () => {
    const judged = judgeSamples(aQuery(), [{ labels: { pod: 'x'.repeat(500) }, value: '1' }]);
    expect(judged).toMatchObject({ outcome: 'failure', reason: expect.stringMatching(/^.{1,160}$/) });
  });
});

describe('a page', () => {
  it.each([
    [200, success],
    [204, success],
    [302, failure('answered 302')],
    [404, failure('answered 404')],
    [503, failure('answered 503')],
  ])('that answers %i', (status, judged) => {
    expect(judgeWebAnswer(aProbe(), { status, text: '' })).toEqual(judged);
  });

  const wanting = (value: string | number | boolean) => aProbe({ wants: { path: ['state', 'ok'], value } });
  it.each<[string, string | number | boolean, string, object]>([
    ['has it', true, '{"state":{"ok":true}}', success],
    ['has another value', true, '{"state":{"ok":false}}', failure('has false at $.state.ok, expected true')],
    ['has it as a text', 3, '{"state":{"ok":"3"}}', failure('has "3" at $.state.ok, expected 3')],
    ['has nothing there', 'up', '{"state":{}}', failure('has no value at $.state.ok, expected "up"')],
    ['has no JSON', 'up', '<html>', failure('answered without valid JSON')],
  ])('that %s', (_, value, text, judged) => {
    expect(judgeWebAnswer(wanting(value), { status: 200, text })).toEqual(judged);
  });

  it('that fails is not looked into', () => {
    const answer = { status: 500, text: '{"state":{"ok":true}}' };
    expect(judgeWebAnswer(wanting(true), answer)).toEqual(failure('answered 500'));
  });
});
