import { z } from 'zod';
import { campaignFile } from './schema/campaign-file.ts';
import { nightlyFile } from './schema/nightly-file.ts';
import { waiverFile } from './schema/waiver-file.ts';

/** The part of a JSON Schema (draft-07) that this project reads again. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** JSON Schema (draft-07) of a campaign file as people write it; every field has a title and a description. */
export function campaignJsonSchema(): JsonSchema {
  return toJsonSchema(campaignFile);
}

/** The same of a nightly file. */
export function nightlyJsonSchema(): JsonSchema {
  return toJsonSchema(nightlyFile);
}

/** The same of a waiver file, whose fields docs/removed-apis.md and docs/baseline.md describe. */
export function waiversJsonSchema(): JsonSchema {
  return toJsonSchema(waiverFile);
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const [field, below] of Object.entries(jsonSchema.properties ?? {})) {
        if (typeof below === 'object') below.title ??= titleOf(field);
      }
    },
  }) as JsonSchema;
}

/** `maxConcurrency` -> `Max concurrency`. */
function titleOf(field: string): string {
  const words = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
