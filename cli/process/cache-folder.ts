import { homedir } from 'node:os';
import { join } from 'node:path';

/** What may be lost at any time and is shared by all clones of one user. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'drydock');
}
