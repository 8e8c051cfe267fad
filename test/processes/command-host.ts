import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { runCommandLine } from '#cli/command-line.ts';
import { beQuiet } from '#cli/view/terminal/progress.ts';
import type { HostedCommand, Ran } from './run-drydock.ts';

/**
 * A program of the tests: runs one command line after another, each in the environment that comes with it, as
 * cli/drydock.ts runs one. Loading the clients of Azure and Kubernetes is most of a command's time; here it is
 * done once.
 */

// How long a command takes here is chance, and stderr is compared.
beQuiet();

process.on('message', (command: HostedCommand) => {
  void run(command).then((ran) => process.send!(ran));
});
process.on('disconnect', () => process.exit());

async function run({ args, env }: HostedCommand): Promise<Ran> {
  replaceEnvironment(env);
  trust(env.NODE_EXTRA_CA_CERTS);
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  try {
    const exitCode = await runCommandLine(args);
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.end();
    stderr.end();
  }
}

/** Key by key: only so does Node notice another time zone. */
function replaceEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** As Node does at its start with NODE_EXTRA_CA_CERTS. */
function trust(file: string | undefined): void {
  const extra = file ? [readFileSync(file, 'utf8')] : [];
  setDefaultCACertificates([...getCACertificates('bundled'), ...extra]);
}

function capture(stream: NodeJS.WriteStream) {
  let text = '';
  const write = stream.write.bind(stream);
  stream.write = (chunk: string | Uint8Array): boolean => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  return {
    text: () => text,
    end: () => {
      stream.write = write;
    },
  };
}
