import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGo } from '#cli/process/run-go.ts';

/**
 * Writes domain/audit/kubernetes/api-shapes.json from the Go types of k8s.io/api, in the version that
 * test/conformance/pod-security/go.mod names: every struct within the kinds that are read (its `shapes`), with
 * its fields and their types. Needs Go.
 */
const repository = join(import.meta.dirname, '../..');
const upstream = join(repository, 'test/conformance/pod-security');
const target = join(repository, 'domain/audit/kubernetes/api-shapes.json');

const go = findGo(process.env);
if (go === null) throw new Error('Go is needed: install it, or put it on PATH');
const text = execFileSync(go, ['run', '.', 'shapes'], { cwd: upstream, encoding: 'utf8' });
const rows = Object.entries(JSON.parse(text) as Record<string, object>)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, fields]) => `  ${JSON.stringify(name)}: ${JSON.stringify(fields)}`);
writeFileSync(target, `{\n${rows.join(',\n')}\n}\n`);
