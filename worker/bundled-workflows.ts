import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('./bundle-workflows.ts', import.meta.url));
/** Several times what it is. */
const maxBuffer = 64 * 1024 * 1024;

/**
 * The workflows as one text, made by a process of its own: the bundler leaves more memory behind than the worker has
 * use for itself, and holds up whoever asks the probes meanwhile.
 */
export async function bundledWorkflows(): Promise<{ readonly code: string }> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, '-'], { maxBuffer });
  // What the bundler warns of.
  process.stderr.write(stderr);
  return { code: stdout };
}
