import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..', '..');

export interface RunningWorker {
  readonly taskQueue: string;
  readonly pid: number;
  /** As a crash does it: no word to anybody. */
  kill(): Promise<void>;
  stop(): Promise<void>;
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
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    once(child, 'exit').then(([code]) => {
      throw new Error(`the worker ended with ${String(code)} before it was ready`);
    }),
  ]);
  const { taskQueue, pid } = JSON.parse(ready[0]) as { taskQueue: string; pid: number };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { taskQueue, pid, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
