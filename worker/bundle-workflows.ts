import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/**
 * Bundles the workflows with their interceptors into one file, for DRYDOCK_WORKFLOW_BUNDLE:
 * `node worker/bundle-workflows.ts FILE.cjs`; `-` is stdout. The bundler's log is limited to warnings.
 */
const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node worker/bundle-workflows.ts FILE.cjs\n');
  process.exit(64);
}
const { code } = await bundleWorkflowCode({
  workflowsPath: pathTo('index.ts'),
  workflowInterceptorModules: [pathTo('interceptors.ts')],
  failureConverterPath: pathTo('failure-converter.ts'),
  logger: new DefaultLogger('WARN'),
});
if (file === '-') process.stdout.write(code, () => process.exit());
else {
  writeFileSync(file, code);
  process.exit();
}

function pathTo(file: string): string {
  return fileURLToPath(new URL(`../workflows/${file}`, import.meta.url));
}
