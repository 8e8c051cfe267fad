import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { campaignJsonSchema, nightlyJsonSchema } from '#spec/json-schema.ts';
import { campaignSpecDocs, nightlySpecDocs } from './campaign-spec-docs.ts';

// Writes what follows from the schemas of the campaign file and the nightly one; test/spec/generated-files.test.ts holds it.
const root = join(import.meta.dirname, '../..');
const example = readFileSync(join(root, 'examples/two-stages.yaml'), 'utf8');
writeFileSync(join(root, 'docs/campaign-spec.md'), campaignSpecDocs(example));
writeFileSync(join(root, 'spec/campaign.schema.json'), `${JSON.stringify(campaignJsonSchema(), null, 2)}\n`);
const scheduledRun = readFileSync(join(root, 'examples/nightly.yaml'), 'utf8');
writeFileSync(join(root, 'docs/nightly-spec.md'), nightlySpecDocs(scheduledRun));
writeFileSync(join(root, 'spec/nightly.schema.json'), `${JSON.stringify(nightlyJsonSchema(), null, 2)}\n`);
