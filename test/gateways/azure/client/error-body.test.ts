import { describe, expect, it } from 'vitest';
import { readErrorBody } from '#gateways/azure/client/error-body.ts';

describe('readErrorBody', () => {
  it.each<[string, string | undefined, object]>([
    [
      "the provider's flat body",
      '{"code":"ValidationError","details":null,"message":"no","subcode":"UpgradeBlockedOnDeprecatedAPIUsage"}',
      { code: 'ValidationError', subcode: 'UpgradeBlockedOnDeprecatedAPIUsage', message: 'no' },
    ],
    [
      "ARM's envelope",
      '{"error":{"code":"NotFound","message":"gone"}}',
      { code: 'NotFound', message: 'gone' },
    ],
    ['an empty subcode', '{"code":"A","message":"m","subcode":""}', { code: 'A', subcode: null }],
    [
      'details, which often hold the cause',
      '{"error":{"code":"A","message":"m","details":[{"message":"because"},{"message":"m"},null]}}',
      { message: 'm because' },
    ],
    [
      'the codes of details',
      '{"code":"A","message":"m","details":[{"code":"B"},{"message":"no code"}]}',
      { code: 'A', subcode: null, detailCodes: ['B'] },
    ],
    ['text', 'Bad gateway\n', { code: null, message: 'Bad gateway' }],
    ['nothing', undefined, { code: null, message: '' }],
    ['a JSON list', '[]', { code: null, message: '[]' }],
  ])('reads %s', (_, body, expected) => {
    expect(readErrorBody(body)).toMatchObject(expected);
  });
});
