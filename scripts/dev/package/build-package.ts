import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runtimeFiles } from './runtime-files.ts';
import { transpile } from './transpile.ts';

/**
 * Writes `lib`, the runtime of the npm package, before `npm pack` packs it: JavaScript, data, examples, and the workflows as the bundle
 * that Temporal's SDK makes of them. docs/decisions/package-without-types.md has the reasons.
 */
const root = join(import.meta.dirname, '..', '..', '..');
const lib = join(root, 'lib');

rmSync(lib, { recursive: true, force: true });
for (const file of runtimeFiles(root)) {
  const target = join(lib, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  if (!file.endsWith('.ts')) cpSync(join(root, file), target);
  else writeFileSync(target, transpile(file, readFileSync(join(root, file), 'utf8')));
}
writeFileSync(join(lib, 'cli/plan/start-campaign.d.ts'), declarations('cli/plan/start-campaign'));
writeFileSync(join(lib, 'package.json'), `${JSON.stringify(scope(), null, 2)}\n`);
writeFileSync(join(lib, 'worker', 'workflows.cjs.gz'), gzipSync(withOwnPaths(bundle()), { level: 9 }));

/** The folder is a package scope of its own: `#` imports end with `.ts` in the sources, and the files with `.js`. */
function scope() {
  const { name, version, imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly imports: Readonly<Record<string, string>>;
  };
  const mapped = Object.entries(imports).map(([from, to]) => [`${from}.ts`, `${to}.js`]);
  return { name, version, private: true, type: 'module', imports: Object.fromEntries(mapped) };
}

/** Of the programming interface, which names no type of another file. */
function declarations(module: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-declarations-'));
  try {
    const options = {
      rootDir: root,
      outDir: folder,
      noEmit: false,
      noCheck: true,
      declaration: true,
      emitDeclarationOnly: true,
    };
    const config = join(folder, 'tsconfig.json');
    const files = [join(root, `${module}.ts`)];
    const tsconfig = { extends: join(root, 'tsconfig.json'), compilerOptions: options, include: [], files };
    writeFileSync(
      config,
      JSON.stringify({
        ...tsconfig,
        compilerOptions: { ...options, typeRoots: [join(root, 'node_modules/@types')] },
      }),
    );
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', config]);
    return readFileSync(join(folder, `${module}.d.ts`), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function bundle(): string {
  const program = join(root, 'worker', 'bundle-workflows.ts');
  return execFileSync(process.execPath, [program, '-'], { cwd: root, maxBuffer: 2 ** 26 }).toString();
}

/** Its source map names files from the repository's root, so that every clone makes the same bytes, and leaves out their texts. */
function withOwnPaths(code: string): string {
  const [before, encoded, ...more] = code.split(
    '//# sourceMappingURL=data:application/json;charset=utf-8;base64,',
  );
  if (encoded === undefined || more.length > 0)
    throw new Error('The bundle of the workflows has no source map at its end.');
  const { sourcesContent: _, ...map } = JSON.parse(Buffer.from(encoded, 'base64').toString()) as SourceMap;
  // A linked folder of packages lies elsewhere.
  const sources = map.sources.map((source) =>
    source.replace(`${root}/`, '').replace(/^.*?\/(?=node_modules\/)/, ''),
  );
  const own = Buffer.from(JSON.stringify({ ...map, file: 'workflows.cjs', sources })).toString('base64');
  return `${before}//# sourceMappingURL=data:application/json;charset=utf-8;base64,${own}`;
}

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: unknown;
}
