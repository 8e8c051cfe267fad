import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowInterceptorsPath, workflowsPath } from './workflows-path.ts';

/**
 * Writes the workflows and what they get around them as one file, for DRYDOCK_WORKFLOW_BUNDLE:
 * `node worker/bundle-workflows.ts FILE.cjs`; `-` is stdout. Of the bundler's own words only trouble is let through.
 */
const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node worker/bundle-workflows.ts FILE.cjs\n');
  process.exit(64);
}
const { code } = await bundleWorkflowCode({
  workflowsPath,
  workflowInterceptorModules: [workflowInterceptorsPath],
  logger: new DefaultLogger('WARN'),
});
if (file === '-') process.stdout.write(code, () => process.exit());
else {
  writeFileSync(file, code);
  process.exit();
}
