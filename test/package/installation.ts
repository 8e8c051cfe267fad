import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { bringTemporalBinary } from '#cli/temporal/temporal-binary.ts';

const root = join(import.meta.dirname, '..', '..');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The package in a folder of its own, with a HOME and a cache of npm that were empty before. */
export interface Installation {
  readonly folder: string;
  run(command: string, args: readonly string[]): Promise<Ended>;
}

interface Packed {
  /** The path of the .tgz. */
  readonly file: string;
  /** The paths in it. */
  readonly files: readonly string[];
  readonly unpackedBytes: number;
}

/** Packs the repository's files as they are. */
export async function pack(folder: string): Promise<Packed> {
  const args = ['pack', '--json', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, maxBuffer: 2 ** 26 });
  const answer = JSON.parse(stdout.slice(stdout.search(/^[[{]/m))) as object;
  const [made] = Object.values(answer) as {
    filename: string;
    unpackedSize: number;
    files: { path: string }[];
  }[];
  if (made === undefined) throw new Error(`npm pack answered ${stdout}`);
  const files = made.files.map(({ path }) => path);
  return { file: join(folder, made.filename), files, unpackedBytes: made.unpackedSize };
}

/** `node`: the version of the npm package `node` that runs it. */
export async function install(
  folder: string,
  packed: string,
  node: string,
  flags: readonly string[] = [],
): Promise<Installation> {
  const [app, home, bin] = ['app', 'home', 'bin'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [app, home, bin]) mkdirSync(each, { recursive: true });
  // A server that is not on the PATH would be built anew.
  const temporal = await bringTemporalBinary(() => undefined);
  symlinkSync(temporal.path, join(bin, 'temporal'));
  const path = [join(app, 'node_modules', '.bin'), bin, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  const env = { HOME: home, PATH: path, npm_config_cache: join(home, 'npm'), ...registryOf(process.env) };
  const run = async (command: string, args: readonly string[]): Promise<Ended> => {
    try {
      const ended = await promisify(execFile)(command, args, { cwd: app, env, maxBuffer: 2 ** 26 });
      return { code: 0, ...ended };
    } catch (error) {
      return error as Ended;
    }
  };
  const npm = await run('npm', ['install', '--no-audit', '--no-fund', ...flags, packed, `node@${node}`]);
  if (npm.code !== 0) throw new Error(npm.stderr);
  return { folder: app, run };
}

/** Where npm finds packages on this machine. */
function registryOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) =>
      /^(?:npm_config_registry|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i.test(name),
    ),
  );
}
