import { writeFileSync } from 'node:fs';
import { bundledWorkflows } from './bundled-workflows.ts';

/** Writes the workflows as one file, for DRYDOCK_WORKFLOW_BUNDLE: `node worker/bundle-workflows.ts FILE.cjs`. */
const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node worker/bundle-workflows.ts FILE.cjs\n');
  process.exit(64);
}
const { code } = await bundledWorkflows();
writeFileSync(file, code);
process.exit();
