import { get } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { SimulatorReady } from './serve-fleet.ts';

const patienceMs = 10_000;
const retryMs = 100;
/**
 * What a shell evaluates is what clients of Azure and Kubernetes read, whichever server answers on the port. Not
 * ARM_CLOUD_METADATA_URL: az would keep its clouds in the user's own folder.
 */
const ofClients =
  /^(?:DRYDOCK|AZURE)_\w+$|^NODE_EXTRA_CA_CERTS$|^NO_PROXY$|^REQUESTS_CA_BUNDLE$|^SSL_CERT_FILE$|^KUBECONFIG$/;

export class NotRunningError extends Error {}

/**
 * Shell commands that export what clients of the simulator on a port of this machine need, one a line. One that was
 * started a moment ago is waited for, 10 s at most.
 * @throws NotRunningError where none answers.
 */
export async function printEnv(port: number): Promise<string> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const ready = await askReady(port);
    if (ready?.kind === 'SimulatorReady') return exportsOf({ ...ready.env, ...ready.toolEnv });
    if (Date.now() >= until) throw new NotRunningError(`no simulator answers on port ${port} of 127.0.0.1`);
    await pause(retryMs);
  }
}

function exportsOf(env: SimulatorReady['env']): string {
  return Object.entries(env)
    .filter(([name]) => ofClients.test(name))
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join('');
}

function askReady(port: number): Promise<Partial<SimulatorReady> | null> {
  return new Promise((resolve) => {
    // Which authority to trust is what the answer says.
    const options = {
      host: '127.0.0.1',
      port,
      path: '/_simulator/ready',
      rejectUnauthorized: false,
      agent: false,
    };
    const sent = get({ ...options, timeout: patienceMs }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(parsed(text)));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(null));
  });
}

function parsed(text: string): Partial<SimulatorReady> | null {
  try {
    return JSON.parse(text) as Partial<SimulatorReady> | null;
  } catch {
    return null;
  }
}
