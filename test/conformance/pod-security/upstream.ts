import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What k8s.io/pod-security-admission says of one pod; `baseline` and `restricted` minor by minor, from 1.0 on. */
export interface UpstreamAnswer {
  readonly unreadable: string;
  readonly baseline: readonly (readonly string[])[] | null;
  readonly restricted: readonly (readonly string[])[] | null;
}

export interface UpstreamCheck {
  readonly id: string;
  readonly level: string;
  readonly versions: readonly { readonly since: number; readonly overrides: readonly string[] }[];
}

const mostBytes = 1024 * 1024 * 1024;

/** Upstream's own evaluator, in a program of ours that is built once. */
export class Upstream {
  readonly #go: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'drydock-pod-security-'));

  constructor(go: string) {
    this.#go = go;
    this.#run(go, ['build', '-o', this.#program, '.']);
  }

  judge(pods: readonly object[]): readonly UpstreamAnswer[] {
    const input = pods.map((pod) => JSON.stringify(pod)).join('\n');
    const lines = this.#run(this.#program, ['evaluate'], input).trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line));
  }

  checks(): readonly UpstreamCheck[] {
    return JSON.parse(this.#run(this.#program, ['checks']));
  }

  shapes(): unknown {
    return JSON.parse(this.#run(this.#program, ['shapes']));
  }

  /** Every pod that upstream tests itself with, each once. */
  fixtures(): readonly object[] {
    const module = this.#run(this.#go, [
      'list',
      '-m',
      '-f',
      '{{.Dir}}',
      'k8s.io/pod-security-admission',
    ]).trim();
    const files = readdirSync(join(module, 'test/testdata'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(join(module, 'test/testdata', file), 'utf8'));
    return [...new Set(files)].map((text) => parse(text));
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #program(): string {
    return join(this.#folder, 'pod-security');
  }

  #run(command: string, args: readonly string[], input = ''): string {
    return execFileSync(command, args, {
      cwd: import.meta.dirname,
      input,
      encoding: 'utf8',
      maxBuffer: mostBytes,
    });
  }
}
