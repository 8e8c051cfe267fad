import { heartbeat } from '@temporalio/activity';

const beatMs = 1_000;

/** Every request has its own deadline, so that nothing hangs for long. */
export async function beating<T>(work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => heartbeat(), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
