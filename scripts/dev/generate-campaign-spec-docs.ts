import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { campaignJsonSchema } from '#spec/json-schema.ts';
import { campaignSpecDocs } from './campaign-spec-docs.ts';

// Writes what follows from the schema of the campaign file; test/spec/generated-files.test.ts holds it.
const root = join(import.meta.dirname, '../..');
const example = readFileSync(join(root, 'examples/two-stages.yaml'), 'utf8');
writeFileSync(join(root, 'docs/campaign-spec.md'), campaignSpecDocs(example));
writeFileSync(join(root, 'spec/campaign.schema.json'), `${JSON.stringify(campaignJsonSchema(), null, 2)}\n`);
