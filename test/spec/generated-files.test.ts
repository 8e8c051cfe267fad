import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { campaignSpecDocs, nightlySpecDocs } from '#scripts/dev/campaign-spec-docs.ts';
import { campaignJsonSchema, nightlyJsonSchema } from '#spec/json-schema.ts';
import { campaignFields, nightlyFields } from '#spec/known-fields.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
const howToFix = 'run node scripts/dev/generate-campaign-spec-docs.ts';

const isOfScheduledRunOnly = ({ path }: { path: string }) => !path.startsWith('spec.campaign.');

describe('What is generated from the schema of the campaign file', () => {
  it('is, as JSON Schema, what is committed', () => {
    expect(JSON.parse(read('spec/campaign.schema.json')), howToFix).toEqual(campaignJsonSchema());
  });

  it('is, as documentation, what is committed', () => {
    expect(read('docs/campaign-spec.md'), howToFix).toBe(campaignSpecDocs(read('examples/two-stages.yaml')));
  });

  it('is the same of the nightly file', () => {
    expect(JSON.parse(read('spec/nightly.schema.json')), howToFix).toEqual(nightlyJsonSchema());
    expect(read('docs/nightly-spec.md'), howToFix).toBe(nightlySpecDocs(read('examples/nightly.yaml')));
  });

  it('is draft-07 and refuses unknown fields', () => {
    expect(campaignJsonSchema()).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      additionalProperties: false,
      required: ['apiVersion', 'kind', 'metadata', 'spec'],
    });
  });

  it.each(
    [...campaignFields(), ...nightlyFields().filter(isOfScheduledRunOnly)].map(({ path, schema }) => ({
      path,
      schema,
    })),
  )('explains $path', ({ schema }) => {
    expect(schema.title).toMatch(/\w/);
    expect(schema.description).toMatch(/\w.*\.$/);
  });
});
