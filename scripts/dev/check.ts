import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };

/** Runs every `check:…` script of package.json, says one line each, and what a failed one had to say. */

interface Checked {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: string;
  readonly words: string;
}

const waiting = Object.entries(packageJson.scripts).filter(([name]) => name.startsWith('check:'));
const results: Checked[] = [];
await Promise.all(Array.from({ length: availableParallelism() }, takeTurns));
const failed = results.filter(({ passed }) => !passed);
for (const { name, words } of failed) log(`\n${name}\n${words}`);
log(failed.length === 0 ? 'All is well.' : `\nNot well: ${failed.map(({ name }) => name).join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function takeTurns(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const result = await check(...next);
    results.push(result);
    log(`${result.passed ? '✓' : '✗'} ${result.name.padEnd(14)} ${result.seconds.padStart(5)} s`);
  }
}

function check(name: string, command: string): Promise<Checked> {
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      resolve({ name, passed: code === 0, seconds, words: Buffer.concat(chunks).toString().trim() });
    });
  });
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
