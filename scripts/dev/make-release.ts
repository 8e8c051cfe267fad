import { execFileSync } from 'node:child_process';
import { createHash, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Writes what a release consists of, from the files of the last commit alone: the sources, the npm package, the list of the packages that
 * run in production (CycloneDX 1.5), their SHA-256 sums, and with --key (Ed25519, PEM) the sums' signature. The same commit gives the same bytes.
 */

/** What the image of the worker is built from, and who may use it. */
const contents =
  'package.json package-lock.json .npmrc LICENSE README.md CHANGELOG.md SECURITY.md domain spec protocol workflows activities gateways procedures worker cli simulator examples deploy docker-compose.yml docs scripts/start-campaign.ts scripts/schedule-nightly.ts'.split(
    ' ',
  );

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'dist' }, key: { type: 'string' } },
});
const root = join(import.meta.dirname, '..', '..');
const { version } = JSON.parse(git('show', 'HEAD:package.json').toString()) as { readonly version: string };
const name = `drydock-${version}`;
mkdirSync(values.out, { recursive: true });

if (git('status', '--porcelain').length > 0) log('Uncommitted changes are not part of the release.');
const files = [
  write(`${name}.tar.gz`, git('archive', '--format=tar.gz', `--prefix=${name}/`, 'HEAD', ...contents)),
  npmPackage(),
  write(`${name}.cdx.json`, billOfMaterials()),
];
const sums = files.map((path) => `${sha256(readFileSync(path))}  ${basename(path)}\n`).join('');
const sumsFile = write('SHA256SUMS', sums);
for (const path of files) log(path);
log(sumsFile);
if (values.key === undefined) log('Not signed: --key names the private key.');
else log(write('SHA256SUMS.sig', sign(null, Buffer.from(sums), readFileSync(values.key))));

interface Bill {
  readonly metadata: Readonly<Record<string, unknown>> & { readonly component: object };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly properties?: readonly { readonly name: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * npm's own, without the time and the random number that npm puts into each, and without what npm says is for development:
 * its `--omit=dev` leaves out packages as well that production and development share (npm 11.19.1).
 */
function billOfMaterials(): string {
  const { metadata, components, dependencies, ...rest } = JSON.parse(npmBill()) as Bill;
  const inProduction = components.filter(
    ({ properties = [] }) =>
      !properties.some(({ name: property }) => property === 'cdx:npm:package:development'),
  );
  const known = new Set([`drydock@${version}`, ...inProduction.map((component) => component['bom-ref'])]);
  const bill = {
    ...rest,
    serialNumber: `urn:uuid:${serialNumber(sha256(git('show', 'HEAD:package-lock.json')))}`,
    metadata: {
      ...metadata,
      timestamp: new Date(git('log', '-1', '--format=%cI').toString().trim()).toISOString(),
      component: { ...metadata.component, name: 'drydock' },
    },
    components: inProduction,
    dependencies: dependencies
      .filter(({ ref }) => known.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((on) => known.has(on)) })),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/** Made in a work tree of the last commit: `npm pack` takes what lies in its folder. */
function npmPackage(): string {
  const tree = mkdtempSync(join(tmpdir(), 'drydock-release-'));
  try {
    git('worktree', 'add', '--quiet', '--detach', tree, 'HEAD');
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    const destination = resolve(values.out);
    execFileSync('npm', ['pack', '--silent', '--pack-destination', destination], {
      cwd: tree,
      stdio: 'pipe',
    });
    return join(values.out, `${name}.tgz`);
  } finally {
    git('worktree', 'remove', '--force', tree);
  }
}

function npmBill(): string {
  const cwd = mkdtempSync(join(tmpdir(), 'drydock-release-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      writeFileSync(join(cwd, file), git('show', `HEAD:${file}`));
    const args = ['sbom', '--package-lock-only', '--sbom-type=application', '--sbom-format=cyclonedx'];
    return execFileSync('npm', args, { cwd, maxBuffer: 2 ** 26 }).toString();
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** A UUID of version 8, whose bits are its maker's (RFC 9562). */
function serialNumber(digest: string): string {
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-8$3-8$4-$5');
}

function git(...args: readonly string[]): Buffer {
  return execFileSync('git', args, { cwd: root, maxBuffer: 2 ** 28 });
}

function write(file: string, content: string | Buffer): string {
  const path = join(values.out, file);
  writeFileSync(path, content);
  return path;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
