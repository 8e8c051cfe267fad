import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGo } from '#cli/process/run-go.ts';

/**
 * Writes domain/audit/kubernetes/api-shapes.ts from the Go types of k8s.io/api, in the version that
 * test/conformance/pod-security/go.mod names. Needs Go; `npm run fix` afterwards formats what it wrote.
 */
const repository = join(import.meta.dirname, '../..');
const upstream = join(repository, 'test/conformance/pod-security');
const target = join(repository, 'domain/audit/kubernetes/api-shapes.ts');

const go = findGo(process.env);
if (go === null) throw new Error('Go is needed: install it, or put it on PATH');
const text = execFileSync(go, ['run', '.', 'shapes'], { cwd: upstream, encoding: 'utf8' });
const shapes: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(text);
const version = /k8s\.io\/api (v\d+\.\d+)/.exec(readFileSync(join(upstream, 'go.mod'), 'utf8'))?.[1];
if (version === undefined) throw new Error(`${upstream}/go.mod names no k8s.io/api`);

const rows = Object.entries(shapes)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, fields]) => `  ${name}: ${JSON.stringify(fields)},`);

writeFileSync(
  target,
  `/**
 * Every struct within a pod template, a network policy, a role and a binding: its fields and their types, as k8s.io/api ${version} has them. A type is string, bool, integer,
 * number, bytes, any, time, quantity, intOrString, []T, map[string]T, or another struct. Written by
 * scripts/dev/generate-api-shapes.ts.
 */
export const apiShapes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
${rows.join('\n')}
};
`,
);
