import type { ExitCode } from './exit-codes.ts';

/**
 * A command that cannot continue. The message says what, where and why; `next` what to do about it.
 * Thrown by commands, printed in one place (drydock.ts), where it becomes the exit code.
 */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  readonly next: string | null;

  constructor(exitCode: ExitCode, message: string, next: string | null = null, cause?: unknown) {
    super(message, { cause });
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.next = next;
  }
}
