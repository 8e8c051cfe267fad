import { formatMoment } from './format-time.ts';

/** An instant within a sentence; not a value that is nothing else, nor one of a command's flags (`--until 2026-...`). */
const inSentence =
  /(?<=(?<![-\w])(?:until|since|from|at|by|on|opens|ends|before) )\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** The same value with the times in its sentences as `formatMoment` shows all others: domain and workflows know no reader's zone. */
export function withLocalTimes<T>(value: T, timeZone?: string): T {
  return withTexts(value, (text) => text.replace(inSentence, (iso) => formatMoment(iso, timeZone)));
}

/** The same value with each of its texts changed, however deep. */
export function withTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T & string;
  if (Array.isArray(value)) return value.map((each) => withTexts(each, change)) as T & unknown[];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withTexts(each, change)])) as T &
    object;
}
