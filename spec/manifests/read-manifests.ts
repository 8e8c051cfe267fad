import { fieldPlace, type Place } from './field-place.ts';
import { itemLines } from './item-lines.ts';
import { type NamedObject, objectsOf } from './objects-of.ts';
import { readDocument, unrendered } from './read-document.ts';
import { type DocumentText, splitDocuments } from './split-documents.ts';
import { splitJson } from './split-json.ts';
import { type WaiverComment, waiverComments } from './waiver-comments.ts';

/** What a file claims to be. */
export type ManifestFormat = 'yaml' | 'json';

/** An object of a manifest. */
export type ManifestObject = Omit<NamedObject, 'path'> & {
  readonly place: PlaceInText;
  readonly isInList: boolean;
  /** Comments that waive something, of an object alone in its document. */
  readonly waivers?: readonly WaiverComment[];
};

/** What cannot be read; the documents around it are. */
interface ManifestProblem {
  readonly line: number;
  readonly message: string;
}

/** What a file says beside its objects. */
export interface ManifestRest {
  readonly problems: readonly ManifestProblem[];
  /** It holds something, readable or not, but nothing with apiVersion and kind: values, workflows, settings. */
  readonly isForeign: boolean;
  /** Comments that waive something beside no object, or in a list. */
  readonly strayWaivers: readonly WaiverComment[];
}

/** Beyond this, objects of a document are only known to stand in it: exact places would take long. */
const largestToPlace = 4_000_000;

/** The objects of a text and the rest of it, as `visitManifests` reads them. */
export function readManifests(
  given: string,
  format: ManifestFormat,
): ManifestRest & { readonly objects: readonly ManifestObject[] } {
  const objects: ManifestObject[] = [];
  return { ...visitManifests(plainText(given), format, (object) => objects.push(object)), objects };
}

/**
 * Visits the objects of a text document by document, lines from 1: YAML documents one by one, and JSON values, alone or strung together.
 * Never throws on bad text. `reread` is asked for the text when a place is looked up: who visits need not keep it; null: it is no longer
 * the same.
 */
export function visitManifests(
  text: string,
  format: ManifestFormat,
  visit: (object: ManifestObject) => void,
  reread: () => string | null = () => text,
): ManifestRest {
  const problems: ManifestProblem[] = [];
  const strayWaivers: WaiverComment[] = [];
  let isEmpty = true;
  let isForeign = true;
  for (const document of format === 'json' ? [{ text, start: 0, line: 1 }] : splitDocuments(text)) {
    const objects: ManifestObject[] = [];
    for (const part of partsOf(document, format)) {
      isEmpty &&= part.ok && part.value === null;
      if (part.ok) addObjects(part, reread, objects, problems);
      else problems.push(part);
    }
    isForeign &&= objects.length === 0;
    const waivers = waiversIn(document, format);
    const [only, ...others] = objects;
    if (waivers.length === 0) objects.forEach(visit);
    else if (only !== undefined && others.length === 0 && !only.isInList) visit({ ...only, waivers });
    else {
      strayWaivers.push(...waivers);
      objects.forEach(visit);
    }
  }
  const isClaimed = () => problems.length > 0 && claims.every((claim) => claim.test(text));
  return { problems, isForeign: isForeign && !isEmpty && !isClaimed(), strayWaivers };
}

/** As `visitManifests` takes it: byte order marks, also of files strung together, are no text. */
export function plainText(text: string): string {
  return text.includes('\uFEFF') ? text.replaceAll(/^\uFEFF/gm, '') : text;
}

/** What text says, readable or not, that is meant to be an object. */
const claims = ['apiVersion', 'kind'].map((key) => new RegExp(`(?:^|[\\s{,"'\\-}])${key}["']?\\s*:`));

function waiversIn({ text, line }: DocumentText, format: ManifestFormat): readonly WaiverComment[] {
  if (format === 'json' || text.length > largestToPlace) return [];
  return waiverComments(text).map((each) => ({ ...each, line: line + each.line }));
}

type Part =
  | { readonly ok: true; readonly value: unknown; readonly source: DocumentText }
  | { readonly ok: false; readonly line: number; readonly message: string };

function partsOf(document: DocumentText, format: ManifestFormat): readonly Part[] {
  const { text, line } = document;
  const json = format === 'json' || /^(?:---)?\s*[{[]/.test(text) ? readJson(document) : null;
  if (json !== null && (format === 'json' || json[0]?.ok === true)) return json;
  const read = readDocument(text);
  return read.ok ? [{ ...read, source: document }] : [{ ...read, line: line + read.line }];
}

/** One value, or as many as there are. */
function readJson({ text, start: offset, line }: DocumentText): readonly Part[] {
  const from = text.startsWith('---') ? 3 : 0;
  const whole = parseJson({ text: text.slice(from), start: offset + from, line });
  if (whole.ok || text.trim() === '') return whole.ok ? [whole] : [];
  const values = splitJson(text.slice(from));
  if (values.length < 2) return [whole];
  let [at, here] = [0, line];
  return values.map(([start, end]) => {
    here += newlines(text.slice(from + at, from + start));
    at = start;
    return parseJson({
      text: text.slice(from + start, from + end),
      start: offset + from + start,
      line: here,
    });
  });
}

function parseJson(source: DocumentText): Part {
  const { text, line } = source;
  try {
    return { ok: true, value: JSON.parse(text) as unknown, source };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const inside = Number(/\(line (\d+) column/.exec(message)?.[1] ?? 1);
    const template = text.includes('{{') ? '; is it an unrendered template ({{ }})?' : '';
    return { ok: false, line: line + inside - 1, message: `not valid JSON: ${message}${template}` };
  }
}

function addObjects(
  { value, source }: Extract<Part, { readonly ok: true }>,
  reread: () => string | null,
  objects: ManifestObject[],
  problems: ManifestProblem[],
): void {
  const document = new DocumentInText(source, reread);
  try {
    const found = objectsOf(value);
    for (const { path, message } of found.problems) problems.push({ line: document.lineOf(path), message });
    for (const { path, ...object } of found.objects) {
      const template = [object.apiVersion, object.kind].find((text) => text.includes('{{'));
      const isInList = path.length > 0;
      if (template === undefined)
        objects.push({ ...object, place: new PlaceInText(document, isInList ? path : alone), isInList });
      else
        problems.push({
          line: document.lineOf(path),
          message: `${unrendered}: "${template}" cannot be judged`,
        });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push({ line: source.line, message: `not readable: ${error.message}` });
  }
}

const alone: readonly number[] = [];

/** Where an object stands, looked up only when it is asked for; classes, for there is one an object and closures take three times as much. */
export class PlaceInText {
  readonly #document: DocumentInText;
  readonly #path: readonly number[];

  constructor(document: DocumentInText, path: readonly number[]) {
    this.#document = document;
    this.#path = path;
  }

  line(): number {
    return this.#document.lineOf(this.#path);
  }

  /** Of a field, or of what is nearest to that: "spec.containers[0]"; null: only the object's line is known. */
  of(field: string): Place | null {
    return this.#document.placeOf(this.#path, field);
  }
}

/** Keeps nothing of the text. */
class DocumentInText {
  readonly #start: number;
  readonly #length: number;
  readonly #line: number;
  /** Of the first object. */
  readonly #first: number;
  readonly #reread: () => string | null;
  #items: ReadonlyMap<string, number> | null = null;

  constructor({ text, start, line }: DocumentText, reread: () => string | null) {
    this.#start = start;
    this.#length = text.length;
    this.#line = line;
    this.#first = line + lineOfDocument(text);
    this.#reread = reread;
  }

  lineOf(path: readonly number[]): number {
    if (path.length === 0 || this.#length > largestToPlace) return this.#first;
    this.#items ??= itemLines(this.#text());
    const inside = this.#items.get(path.join('.'));
    return inside === undefined ? this.#first : this.#line + inside;
  }

  placeOf(path: readonly number[], field: string): Place | null {
    const place = this.#length > largestToPlace ? null : fieldPlace(this.#text(), path, field);
    return place === null ? null : { ...place, line: this.#line + place.line };
  }

  #text(): string {
    return this.#reread()?.slice(this.#start, this.#start + this.#length) ?? '';
  }
}

/** Of its apiVersion, else of its first content; lines from 0. */
function lineOfDocument(text: string): number {
  const at = text.search(/^["']?apiVersion\b/m);
  const found = at >= 0 ? at : text.search(/^(?!---|#|%|\s*$)/m);
  return newlines(text.slice(0, Math.max(0, found)));
}

function newlines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
