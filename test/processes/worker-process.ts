import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..', '..');

export interface RunningWorker {
  readonly taskQueue: string;
  readonly pid: number;
  readonly healthPort: number;
  /** All that it wrote to stderr so far. */
  logged(): string;
  /** As a crash does it: no word to anybody. */
  kill(): Promise<void>;
  /** Answers with the exit code. */
  stop(): Promise<number | null>;
  /** Sends a signal and waits for nothing. */
  signal(signal: NodeJS.Signals): void;
  /** Settles with the exit code once it is gone. */
  readonly ended: Promise<number | null>;
}

/** Starts `worker/main.ts` as operators do, with short intervals; answers when it polls. */
export async function startWorker(env: Readonly<Record<string, string>>): Promise<RunningWorker> {
  const child = spawn(join(root, 'node_modules', '.bin', 'node'), [join(root, 'worker', 'main.ts')], {
    env: {
      ...process.env,
      DRYDOCK_HEALTH_PORT: '0',
      DRYDOCK_HEARTBEAT_THROTTLE: '200ms',
      DRYDOCK_SHUTDOWN_GRACE: '1s',
      DRYDOCK_STICKY_TIMEOUT: '1s',
      DRYDOCK_LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
    if (env.DRYDOCK_LOG_LEVEL === undefined) process.stderr.write(chunk);
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    once(child, 'exit').then(([code]) => {
      throw new Error(`the worker ended with ${String(code)} before it was ready`);
    }),
  ]);
  const { taskQueue, pid, healthPort } = JSON.parse(ready[0]) as RunningWorker;
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return await ended;
  };
  return {
    taskQueue,
    pid,
    healthPort,
    ended,
    logged: () => log,
    signal: (signal) => void child.kill(signal),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
