import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  visit,
} from 'yaml';
import { type FieldPath, type Finding, formatPath } from '../problem/problem.ts';

/** Where something stands in the text, as offsets. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

export interface FieldExtent {
  /** null for items of lists and for the root. */
  readonly key: Extent | null;
  readonly value: Extent;
  /** The value as its author wrote it, for messages: `1.30`, `"quarter"`, `a list`. */
  readonly written: string;
}

interface Unfolded {
  readonly value: unknown;
  readonly findings: readonly Finding[];
  readonly fields: ReadonlyMap<string, FieldExtent>;
}

/** Aliases can make a small text unfold into a huge value ("billion laughs"). */
const MAX_FIELDS = 20_000;
/** A chain of aliases nests deeper than the parser would let a text nest. */
const MAX_DEPTH = 100;
const LONGEST_QUOTE = 60;

/** A document as plain data, aliases followed, with the place of every field and what is odd about its shape. */
export function unfold(document: Document): Unfolded {
  const findings: Finding[] = [];
  const fields = new Map<string, FieldExtent>();
  const targets = resolveAliases(document);

  function unfoldNode(
    node: Node | null,
    path: FieldPath,
    key: Extent | null,
    above: readonly Node[],
  ): unknown {
    if (fields.size >= MAX_FIELDS) return null;
    fields.set(formatPath(path), { key, value: extentOf(node) ?? key ?? NOWHERE, written: describe(node) });
    const target = isAlias(node) ? (targets.get(node) ?? null) : node;
    if (isAlias(node) && (target === null || above.includes(target))) {
      findings.push({
        path,
        message: `*${node.source} ${target ? 'contains itself' : 'names no anchor above it'}`,
      });
      return null;
    }
    if (above.length >= MAX_DEPTH) {
      findings.push({ path, message: `nested in more than ${MAX_DEPTH} levels` });
      return null;
    }
    if (isMap<Node, Node | null>(target)) return unfoldMap(target.items, path, [...above, target]);
    if (isSeq<Node>(target)) {
      return target.items.map((item, index) => unfoldNode(item, [...path, index], null, [...above, target]));
    }
    return isScalar(target) ? target.value : null;
  }

  function unfoldMap(
    pairs: readonly Pair<Node, Node | null>[],
    path: FieldPath,
    above: readonly Node[],
  ): unknown {
    const map: Record<string, unknown> = {};
    for (const { key, value } of pairs) {
      const field = [...path, isScalar(key) ? fieldName(key) : '?'];
      // Below a map that is written twice nothing else is.
      if (fields.has(formatPath(field)) && !findings.some(({ path: twice }) => isBelow(field, twice)))
        findings.push({ path: field, message: 'written twice', atKey: true });
      const written = unfoldNode(value, field, extentOf(key), above);
      // Not an assignment: a field named __proto__ must stay a field, to be refused as unknown.
      Object.defineProperty(map, field.at(-1) ?? '', {
        value: written,
        enumerable: true,
        configurable: true,
      });
    }
    return map;
  }

  const value = unfoldNode(document.contents, [], null, []);
  if (fields.size < MAX_FIELDS) return { value, findings, fields };
  return { value: null, findings: [{ path: [], message: `more than ${MAX_FIELDS} fields` }], fields };
}

/** Each alias with the last anchor of its name above it. `Alias.resolve` reads the whole document for every alias. */
function resolveAliases(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias(_key, alias) {
      const target = anchors.get(alias.source);
      if (target !== undefined) targets.set(alias, target);
    },
    Value(_key, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

const NOWHERE: Extent = { start: 0, end: 0 };

function isBelow(path: FieldPath, around: FieldPath): boolean {
  return path.length > around.length && around.every((part, index) => part === path[index]);
}

function extentOf(node: Node | null): Extent | null {
  return node?.range ? { start: node.range[0], end: node.range[1] } : null;
}

/** As YAML's own conversion to data names it: `1` and `"1"` are the same field. */
function fieldName({ value }: Scalar): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

function describe(node: Node | null): string {
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  if (isAlias(node)) return `the alias *${node.source}`;
  return isScalar(node) ? describeScalar(node) : 'nothing';
}

function describeScalar({ value, source }: Scalar): string {
  if (value === null) return 'nothing';
  if (typeof value !== 'string') return source ?? 'a scalar';
  return JSON.stringify(value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}...` : value);
}
