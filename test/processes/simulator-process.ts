import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SimulatorReady } from '#simulator/serve-fleet.ts';
import type { ShownEntry } from '#simulator/world/ledger.ts';

const root = join(import.meta.dirname, '..', '..');
const node = join(root, 'node_modules', '.bin', 'node');

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A simulator in a process of its own, as the demo and the operators run it. */
export interface RunningSimulator {
  readonly ready: SimulatorReady;
  /** Any request below its origin; the body goes out as JSON, or as it is if it is text. */
  readonly ask: (path: string, options?: Ask) => Promise<Answer>;
  readonly ledger: (all?: boolean) => Promise<readonly ShownEntry[]>;
  readonly addFault: (fault: object) => Promise<void>;
  /** Moves the simulated clock, for example by `2h`. */
  readonly advance: (duration: string) => Promise<void>;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Ends it and answers its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Starts `simulator/main.ts` on a free port; `stop` ends it and waits until it is gone. */
export async function startSimulator(
  scenario: string,
  flags: readonly string[] = [],
): Promise<RunningSimulator> {
  const port = flags.includes('--port') ? [] : ['--port', '0'];
  const args = [join(root, 'simulator', 'main.ts'), '--scenario', scenario, ...port, ...flags];
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`the simulator ended with ${String(code)} before it was ready`);
  });
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), gone])) as [string];
  gone.catch(() => undefined);
  const ready = JSON.parse(line) as SimulatorReady;
  const agent = new Agent({ ca: readFileSync(ready.caFile), keepAlive: false });
  const ask = (path: string, options: Ask = {}) => send(agent, new URL(ready.url + path), options);
  return {
    ready,
    ask,
    ledger: async (all = false) => {
      const { text } = await ask(`/_simulator/ledger${all ? '?all=1' : ''}`);
      return (JSON.parse(text) as { entries: ShownEntry[] }).entries;
    },
    addFault: async (fault) => {
      const { status, text } = await ask('/_simulator/faults', { method: 'POST', body: fault });
      if (status !== 200) throw new Error(text);
    },
    advance: async (advance) => {
      await ask('/_simulator/clock', { method: 'POST', body: { advance } });
    },
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      await once(child, 'exit');
      return child.exitCode;
    },
  };
}

function send(agent: Agent, url: URL, { method = 'GET', headers = {}, body }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, agent, headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
  });
}
