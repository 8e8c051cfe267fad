import { DURATION_PATTERN } from '#domain/text/duration.ts';
import type { JsonSchema } from './json-schema.ts';

/** How a value is written, in words: documents quote in Markdown, terminals not at all. */
export type Quote = (value: string) => string;

/** "text", "1 to 100", "`Full`, `NodeImage`": the values that a field takes. */
export function describeType(schema: JsonSchema, quote: Quote): string {
  const { type, items, pattern, format } = schema;
  if (schema.enum) return schema.enum.map(quote).join(', ');
  if (Array.isArray(type)) return type.join(', ').replace('string', 'text');
  if (schema.anyOf) return `number or text, such as ${quote('"25%"')}`;
  if (items) return items.properties ? 'list' : 'list of texts';
  if (type === 'object') return schema.properties ? 'map' : 'map of texts';
  if (type === 'boolean') return `${quote('true')}, ${quote('false')}`;
  if (type === 'integer') return describeRange(schema);
  if (pattern === DURATION_PATTERN) return 'duration';
  return format === 'date' ? 'date' : 'text';
}

/** The default as it would be written; null: there is none, or an empty one. */
export function describeDefault({ default: value }: JsonSchema): string | null {
  const isNothing = value === undefined || (typeof value === 'object' && JSON.stringify(value).length === 2);
  if (isNothing) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function describeRange({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema): string {
  return maximum < Number.MAX_SAFE_INTEGER ? `${minimum} to ${maximum}` : `number from ${minimum}`;
}
