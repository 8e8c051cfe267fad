import { describe, expect, it } from 'vitest';
import { type RecordedHistory, readable, recordedHistories } from './recorded-histories.ts';

const secrets = {
  'a bearer token': /bearer\s+[\w.~+/-]{8,}/i,
  'a JSON web token': /eyJ[\w-]{10,}\.[\w-]{10,}/,
  'a signed query': /[?&](?:sig|se|sp|[tcsh])=/i,
  'a password or client secret': /password|client[-_]?secret/i,
  'a key or certificate': /-----BEGIN|certificate-authority-data|client-key-data/,
  'an address of a machine': /\d+@[\w-]+|\/root\/|\/home\//,
} as const;

function found(history: RecordedHistory): readonly string[] {
  const text = readable(history);
  return Object.entries(secrets).flatMap(([what, pattern]) => (pattern.test(text) ? what : []));
}

describe('the recorded histories', () => {
  it.each(recordedHistories)('hold nothing secret ($name)', (history) => {
    expect(found(history)).toEqual([]);
  });

  it.each([
    ['a bearer token', '{"authorization":"Bearer abcdefgh12345678"}'],
    ['a JSON web token', '{"token":"eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwcyJ9.x"}'],
    ['a signed query', '{"url":"https://management.azure.com/operations/1?api-version=1&t=6389&c=MII"}'],
    ['a password or client secret', '{"client_secret":"x"}'],
    ['a key or certificate', '{"ca":"-----BEGIN CERTIFICATE-----"}'],
    ['an address of a machine', '{"identity":"4711@build-host"}'],
  ])('would not hide %s in a payload', (what, payload) => {
    const data = Buffer.from(payload).toString('base64');
    expect(found({ name: 'planted', text: `{"payloads":[{"data":"${data}"}]}` })).toEqual([what]);
  });
});
