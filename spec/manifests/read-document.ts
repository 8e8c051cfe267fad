import {
  CORE_SCHEMA,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  mapTag,
  mergeTag,
  parseEvents,
  YAMLException,
} from 'js-yaml';
import { judgeAliases } from './judge-aliases.ts';

/** A document as plain data, or where (lines from 0) and why it cannot be read. */
export type ReadDocument =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: number; readonly message: string };

/** More than any manifest has, less than a stack holds. */
export const deepest = 1_000;
const mostMergedKeys = 1_000_000;
/** The problem that an unrendered template gets. */
export const unrendered = 'an unrendered template ({{ }}); render it first, for example with `helm template`';

/** A line, an item or a value that begins as a template: why a text that has it does not parse. */
const templateLine = /^\s*(?:- +)*(?:[^\s:#"'{]+: +)?\{\{/;

/** Tags that are not YAML's own say nothing about a manifest: what they mark is read as if they were not there. */
const schema = CORE_SCHEMA.withTags(
  mergeTag,
  ['!', 'tag:'].flatMap((prefix) => [
    defineScalarTag(prefix, { matchByTagPrefix: true, resolve: (text) => text, identify: () => false }),
    defineSequenceTag<unknown[]>(prefix, {
      matchByTagPrefix: true,
      create: () => [],
      addItem: (list, item) => void list.push(item),
      identify: () => false,
    }),
    defineMappingTag<Record<string, unknown>>(prefix, {
      ...mapTag,
      matchByTagPrefix: true,
      identify: () => false,
    }),
  ]),
);

/**
 * Reads one YAML document as kubectl would: merge keys, the last of two equal keys. A `{{` in text that parses is text (of
 * alerts, dashboards, workflows). Never throws.
 */
export function readDocument(text: string): ReadDocument {
  try {
    const events = parseEvents(text, { maxDepth: deepest });
    const alias = text.includes('*') ? judgeAliases(text, events) : null;
    if (alias !== null)
      return { ok: false, line: lineAt(text, alias.offset), message: `not valid YAML: ${alias.message}` };
    const options = { source: text, schema, json: true, maxTotalMergeKeys: mostMergedKeys };
    return { ok: true, value: constructFromEvents(events, options)[0] ?? null };
  } catch (error) {
    return explain(error, text);
  }
}

function explain(error: unknown, text: string): ReadDocument {
  const line = error instanceof YAMLException ? (error.mark?.line ?? 0) : 0;
  const lines = text.split('\n');
  const unquoted = lines.findIndex((each) => templateLine.test(each));
  if (unquoted >= 0 || lines[line]?.includes('{{') === true)
    return { ok: false, line: unquoted >= 0 ? unquoted : line, message: unrendered };
  if (error instanceof YAMLException) return { ok: false, line, message: `not valid YAML: ${error.reason}` };
  if (error instanceof RangeError)
    return { ok: false, line, message: 'not readable: nested more than 1,000 levels deep' };
  throw error;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}
