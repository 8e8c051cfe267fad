import { exitCodes } from '../failure/exit-codes.ts';

/**
 * Ends the process where its reader has left (`| head`): a command that is done keeps its exit code, any other must not look as
 * if it were. Throws any other error of a stream.
 */
export function exitOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.closedPipe);
  throw error;
}
