import { campaignJsonSchema, type JsonSchema, nightlyJsonSchema, waiversJsonSchema } from './json-schema.ts';

/** A field of the campaign file; `path` writes items of lists as `[]`: `spec.stages[].name`. */
export interface KnownField {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** Every field of one kind of file, parents before children, in the order of its schema. */
export type FileFields = () => readonly KnownField[];

export const campaignFields: FileFields = () => fieldsBelow(campaignJsonSchema(), '');
export const nightlyFields: FileFields = () => fieldsBelow(nightlyJsonSchema(), '');
export const waiverFields: FileFields = () => fieldsBelow(waiversJsonSchema(), '');

function fieldsBelow({ properties = {}, required = [] }: JsonSchema, parent: string): KnownField[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = parent === '' ? name : `${parent}.${name}`;
    const below = schema.items ? fieldsBelow(schema.items, `${path}[]`) : fieldsBelow(schema, path);
    return [{ path, schema, isRequired: required.includes(name) }, ...below];
  });
}
