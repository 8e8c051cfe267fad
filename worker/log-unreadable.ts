import type { Logger } from 'pino';

/** Key ids come from payloads, so anyone who writes to the namespace could invent more. */
const mostReasons = 100;

/**
 * Logs each reason why payloads cannot be read once: Temporal retries the task for ever, because another worker, or this one
 * after a restart, may have the key.
 */
export function logUnreadable(log: Pick<Logger, 'error'>): (error: Error) => void {
  const reasons = new Set<string>();
  return ({ message }) => {
    if (reasons.has(message) || reasons.size >= mostReasons) return;
    reasons.add(message);
    log.error(
      { reason: message },
      'payloads cannot be read: tasks that need them wait for a worker that can; fix the keys and restart this one (docs/encryption.md)',
    );
  };
}
