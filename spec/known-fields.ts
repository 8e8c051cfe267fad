import { campaignJsonSchema, type JsonSchema, nightlyJsonSchema, waiversJsonSchema } from './json-schema.ts';

/** A field of the campaign file; `path` writes items of lists as `[]`: `spec.stages[].name`. */
export interface KnownField {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** The fields of one kind of file. */
export interface FileFields {
  /** Every one, parents before children, in the order of the schema. */
  readonly known: () => readonly KnownField[];
  /** Named by the format, and no code of this version acts on them; a file that has them is refused. */
  readonly unbuilt: readonly string[];
}

/** Every field of the campaign file, parents before children, in the order of the schema. */
export function knownFields(): readonly KnownField[] {
  return fieldsBelow(campaignJsonSchema(), '');
}

function fieldsBelow({ properties = {}, required = [] }: JsonSchema, parent: string): KnownField[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = parent === '' ? name : `${parent}.${name}`;
    const below = schema.items ? fieldsBelow(schema.items, `${path}[]`) : fieldsBelow(schema, path);
    return [{ path, schema, isRequired: required.includes(name) }, ...below];
  });
}

/** Fields that the format names but that no code of this version acts on; a file that has them is refused. */
export const UNBUILT_FIELDS: readonly string[] = [
  'spec.cluster.pools.maxConcurrency',
  'spec.preflight.provisioningState',
  'spec.notifications',
];

export const campaignFields: FileFields = { known: knownFields, unbuilt: UNBUILT_FIELDS };

export const nightlyFields: FileFields = {
  known: () => fieldsBelow(nightlyJsonSchema(), ''),
  unbuilt: UNBUILT_FIELDS.map((path) => path.replace(/^spec\./, 'spec.campaign.')),
};

export const waiverFields: FileFields = {
  known: () => fieldsBelow(waiversJsonSchema(), ''),
  unbuilt: [],
};
