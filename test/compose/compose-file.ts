import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const root = join(import.meta.dirname, '..', '..');

export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target?: string };
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly network_mode?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, object>>;
}

/**
 * The stack of docker-compose.yml, merged as Compose merges it. `elsewhere`: what is another address, port or
 * folder outside of containers, replaced wherever it stands.
 */
export function readCompose(elsewhere: Readonly<Record<string, string>> = {}): ComposeFile {
  const file = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as ComposeFile;
  const text = Object.entries(elsewhere).reduce(
    (left, [inside, outside]) => left.replaceAll(inside, outside),
    JSON.stringify(file),
  );
  return JSON.parse(text) as ComposeFile;
}
