import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode } from '@temporalio/worker';
import { workflowInterceptorsPath, workflowsPath } from './workflows-path.ts';

/** Writes the workflows as one file, for DRYDOCK_WORKFLOW_BUNDLE: `node worker/bundle-workflows.ts FILE.cjs`. */
const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node worker/bundle-workflows.ts FILE.cjs\n');
  process.exit(64);
}
const { code } = await bundleWorkflowCode({
  workflowsPath,
  workflowInterceptorModules: [workflowInterceptorsPath],
});
writeFileSync(file, code);
process.exit();
