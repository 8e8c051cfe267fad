import { basename, dirname } from 'node:path';

/** The Temporal namespace of a test file: `end-to-end-verbs`. */
export function namespaceOf(file: string): string {
  return `${basename(dirname(file))}-${basename(file, '.test.ts')}`;
}
