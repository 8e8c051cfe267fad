import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runDrydock } from '../../processes/run-drydock.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';
import { writeTree } from '../manifests/write-tree.ts';
import { publicShapes } from './public-shapes.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

/** Without helm and kustomize: test/cli/manifests/rendered-input.test.ts has them. */
async function run(args: readonly string[]) {
  const { exitCode, stdout } = await runDrydock([...args, '-o', 'json'], { PATH: files.folder });
  const { verdict, problems } = JSON.parse(stdout) as { verdict: string; problems: readonly object[] };
  return { ended: [exitCode, verdict], problems };
}

describe('folders as public projects have them', () => {
  it('are at least thirty, and none of valid files ends in 65', () => {
    const shapes = Object.values(publicShapes);
    expect(shapes.length).toBeGreaterThanOrEqual(30);
    expect(shapes.filter(({ scan, audit }) => scan[0] === 65 || audit[0] === 65)).toEqual([]);
  });

  it.each(Object.entries(publicShapes))('%s', async (_, shape) => {
    const folder = join(files.folder, String(Math.random()));
    mkdirSync(join(folder, '.git'), { recursive: true });
    writeTree(folder, shape.files);
    const scan = await run(['scan', '--manifests', folder, '--target', '1.34']);
    const audit = await run(['audit', '--manifests', folder]);
    expect({ scan, audit }).toEqual({
      scan: { ended: shape.scan, problems: [] },
      audit: { ended: shape.audit, problems: [] },
    });
  });

  it('are refused with --strict where a file holds no object', async () => {
    const folder = writeTree(join(files.folder, 'strict'), { 'values.yaml': 'replicas: 2\n' });
    const { ended, problems } = await run(['scan', '--manifests', folder, '--target', '1.34', '--strict']);
    expect([ended, problems]).toEqual([
      [65, 'UNKNOWN'],
      [
        {
          location: join(folder, 'values.yaml'),
          message: 'it holds no Kubernetes object (apiVersion and kind)',
        },
      ],
    ]);
  });
});
