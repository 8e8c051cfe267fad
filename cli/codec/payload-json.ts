import type { Payload } from '@temporalio/common';

const base64 = /^[\w+/-]*={0,2}$/;

/**
 * The payloads of a request to a codec server: `{"payloads": [{"metadata": {NAME: BASE64}, "data": BASE64}]}`, the JSON of Temporal's
 * protocol buffers. Throws a SyntaxError that says what was expected and repeats nothing of the text.
 */
export function parsePayloads(text: string): readonly Payload[] {
  const body = fieldsOf(parseJson(text), 'a JSON object');
  if (!Array.isArray(body.payloads)) throw new SyntaxError('expected a list of payloads');
  return body.payloads.map((each) => {
    const { metadata, data } = fieldsOf(each, 'an object as payload');
    const named = Object.entries(fieldsOf(metadata ?? {}, 'an object as metadata'));
    return {
      metadata: Object.fromEntries(named.map(([name, value]) => [name, bytesOf(value)])),
      data: bytesOf(data ?? ''),
    };
  });
}

export function formatPayloads(payloads: readonly Payload[]): string {
  return JSON.stringify({
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(
        Object.entries(metadata ?? {}).map(([name, value]) => [name, textOf(value)]),
      ),
      data: textOf(data),
    })),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError('expected JSON', { cause: error });
  }
}

function fieldsOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SyntaxError(`expected ${what}`);
  return value as Readonly<Record<string, unknown>>;
}

function bytesOf(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !base64.test(value)) throw new SyntaxError('expected bytes in base64');
  return Buffer.from(value, 'base64');
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64');
}
