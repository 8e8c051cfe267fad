import { isJsonObject, type JsonObject } from './json-object.ts';

/** The fields of one JSON object of ARM. Absent and null are the same: Azure writes both. */
export interface CheckedFields {
  text(key: string): string | null;
  flag(key: string): boolean | null;
  /** A whole number that is not negative. */
  count(key: string): number | null;
  texts(key: string): readonly string[];
  tags(key: string): Readonly<Record<string, string>>;
  under(key: string): CheckedFields;
  /** One object is a list of one: preview versions have some fields so. */
  objects(key: string): readonly JsonObject[];
  list(key: string): readonly CheckedFields[];
}

/**
 * Reads fields by their type. One of another type counts as absent, and `note` gets a clause with its place
 * ("properties.count is no whole number"): never a guess, and never the end of a whole list.
 */
export function checkedFields(
  value: JsonObject,
  place: string,
  note: (clause: string) => void,
): CheckedFields {
  const read = <T>(key: string, isIt: (found: unknown) => found is T, form: string): T | null => {
    const found = value[key];
    if (found === undefined || found === null) return null;
    if (isIt(found)) return found;
    note(`${place}${key} is no ${form}`);
    return null;
  };
  const objects = (key: string): readonly JsonObject[] =>
    isJsonObject(value[key]) ? [value[key]] : (read(key, isObjects, 'list of objects') ?? []);
  return {
    text: (key) => read(key, isText, 'text'),
    flag: (key) => read(key, isFlag, 'boolean'),
    count: (key) => read(key, isCount, 'whole number'),
    texts: (key) => read(key, isTexts, 'list of texts') ?? [],
    tags: (key) => read(key, isTags, 'map of texts') ?? {},
    under: (key) => checkedFields(read(key, isJsonObject, 'object') ?? {}, `${place}${key}.`, note),
    objects,
    list: (key) => objects(key).map((each, index) => checkedFields(each, `${place}${key}[${index}].`, note)),
  };
}

const isText = (found: unknown): found is string => typeof found === 'string';
const isFlag = (found: unknown): found is boolean => typeof found === 'boolean';
const isCount = (found: unknown): found is number => Number.isSafeInteger(found) && Number(found) >= 0;
const isTexts = (found: unknown): found is string[] => Array.isArray(found) && found.every(isText);
const isObjects = (found: unknown): found is JsonObject[] =>
  Array.isArray(found) && found.every(isJsonObject);
const isTags = (found: unknown): found is Record<string, string> =>
  isJsonObject(found) && Object.values(found).every(isText);
