import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { type Installation, install, pack } from './installation.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

let packed: Awaited<ReturnType<typeof pack>>;
beforeAll(async () => {
  packed = await pack(files.folder);
});

const compiler = join(import.meta.dirname, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');
const inFolder = (name: string) => join(files.folder, name);

describe('the packed file', () => {
  it('has JavaScript, data and documents alone', () => {
    const kinds = packed.files.map((path) =>
      path.replace(/^lib\/.*?([^/.]+\.d\.ts|\.\w+(?:\.gz)?)$/, 'lib $1'),
    );
    expect([...new Set(kinds)].toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'cli/drydock.mjs',
      'cli/process/end-with-parent.mjs',
      'cli/process/one-signal.mjs',
      'lib .cjs.gz',
      'lib .js',
      'lib .json',
      'lib .mjs',
      'lib .yaml',
      'lib start-campaign.d.ts',
      'package.json',
    ]);
  });

  it('has the folders that run', () => {
    const folders = packed.files.flatMap((path) => /^lib\/([^/]+)\//.exec(path)?.[1] ?? []);
    expect([...new Set(folders)].toSorted()).toEqual(
      'activities cli domain examples gateways procedures protocol simulator spec worker'.split(' '),
    );
  });

  it('unpacks to less than 4 MB', () => {
    expect(packed.unpackedBytes).toBeLessThan(4_000_000);
  });
});

describe.each(['22.19.0', packageJson.devDependencies.node])('installed, on Node %s', (node) => {
  let installed: Installation;
  beforeAll(async () => {
    installed = await install(inFolder(node), packed.file, node);
  });

  it('says its version, and that of Node', async () => {
    expect((await installed.run('npx', ['drydock', '--version'])).stdout.trim()).toBe(packageJson.version);
    expect((await installed.run('npx', ['drydock', 'version'])).stdout).toContain(node);
  });

  it('lists the problems of a file and ends with 65', async () => {
    writeFileSync(join(installed.folder, 'campaign.yaml'), 'kind: Campaign\n');
    const { code, stdout, stderr } = await installed.run('npx', [
      'drydock',
      'validate',
      '-f',
      'campaign.yaml',
    ]);
    expect({ code, text: stdout + stderr }).toEqual({
      code: 65,
      text: expect.stringContaining('campaign.yaml:1:1') as string,
    });
  });

  it('plays the demo, from another folder than its own', async () => {
    const { code, stdout, stderr } = await installed.run('npx', ['drydock', 'demo', '--speed', '1800']);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /Completed: 3\/3 clusters[\s\S]*none twice[\s\S]*npx drydock demo --keep/,
      ) as string,
      stderr: expect.not.stringContaining('bundling') as string,
    });
  });

  it('has the type of startCampaign', async () => {
    writeFileSync(
      join(installed.folder, 'typed.ts'),
      `import { startCampaign, type StartedCampaign } from 'drydock';
       export const started: Promise<StartedCampaign | null> = startCampaign({ file: 'a', startedBy: 'b' });
       // @ts-expect-error: who starts it is not optional.
       await startCampaign({ file: 'a' });`,
    );
    const flags = ['--noEmit', '--strict', '--ignoreConfig', '--module', 'nodenext', '--target', 'es2024'];
    const { code, stdout } = await installed.run('node', [compiler, ...flags, 'typed.ts']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  it('gives programs startCampaign', async () => {
    writeFileSync(join(installed.folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const program = `
      import { startCampaign } from 'drydock';
      const failure = await startCampaign({ file: 'campaign.yaml', startedBy: 'pipeline' }).catch((error) => error);
      console.log(JSON.stringify({ exitCode: failure.exitCode, next: typeof failure.next }));
    `;
    writeFileSync(join(installed.folder, 'start.js'), program);
    const { stdout, stderr } = await installed.run('node', ['start.js']);
    expect({ stdout: stdout.trim(), stderr }).toEqual({
      stdout: '{"exitCode":65,"next":"string"}',
      stderr: '',
    });
  });
});

describe('installed without optional dependencies', () => {
  let installed: Installation;
  beforeAll(async () => {
    installed = await install(inFolder('small'), packed.file, packageJson.devDependencies.node, [
      '--omit=optional',
    ]);
  });

  it('leaves out the packages of workers', () => {
    expect(readdirSync(join(installed.folder, 'node_modules', '@temporalio'))).not.toContain('core-bridge');
  });

  it('has the command line', async () => {
    expect((await installed.run('npx', ['drydock', 'schema', 'campaign'])).code).toBe(0);
  });

  it.each(['worker', 'demo'])('says that %s needs them', async (command) => {
    const { code, stderr } = await installed.run('npx', ['drydock', command]);
    expect({ code, stderr }).toEqual({
      code: 69,
      stderr: expect.stringContaining('npm install drydock without --omit=optional') as string,
    });
  });
});

describe('on a Node that is too old', () => {
  it('says which it needs', async () => {
    mkdirSync(inFolder('old'), { recursive: true });
    const installed = await install(inFolder('old'), packed.file, '20.19.0', ['--omit=optional']);
    const { code, stderr } = await installed.run('npx', ['drydock', '--version']);
    expect({ code, stderr }).toEqual({
      code: 69,
      stderr: expect.stringContaining('Drydock runs on Node 22.19 or newer, and this is 20.19.0') as string,
    });
  });
});
