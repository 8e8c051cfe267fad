import { findAt, formatJsonPath } from './json-path.ts';
import type { Measurement, WebProbe } from './metric.ts';

/** The answer to a probe; redirects are not followed. */
export interface WebAnswer {
  readonly status: number;
  readonly text: string;
}

const longestValue = 60;

/** Success is 2xx, with the wanted value where one is set. */
export function judgeWebAnswer({ wants }: Pick<WebProbe, 'wants'>, { status, text }: WebAnswer): Measurement {
  if (status < 200 || status > 299) return { outcome: 'failure', reason: `answered ${status}` };
  if (wants === null) return { outcome: 'success' };
  const path = formatJsonPath(wants.path);
  const document = parseJson(text);
  if (document === undefined) return { outcome: 'failure', reason: 'answered without valid JSON' };
  const found = findAt(document, wants.path);
  if (found === wants.value) return { outcome: 'success' };
  const state = found === undefined ? `has no value at ${path}` : `has ${show(found)} at ${path}`;
  return { outcome: 'failure', reason: `${state}, expected ${show(wants.value)}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}
