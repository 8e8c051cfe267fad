import type { Logger } from 'pino';

const againMs = 10_000;

/** Runs a step of the start; the log names it at once, and every ten seconds until it ends. */
export async function startStep<T>(
  log: Pick<Logger, 'info'>,
  what: string,
  run: () => T | Promise<T>,
): Promise<T> {
  log.info(what);
  const began = performance.now();
  const timer = setInterval(
    () => log.info({ seconds: Math.round((performance.now() - began) / 1000) }, `still ${what}`),
    againMs,
  );
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}
