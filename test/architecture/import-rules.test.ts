import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cruiseModules, ladders, reasonsOf, root, ruleNames } from './cruise-modules.ts';

interface Row {
  /** A folder, or a file where its name matters. */
  readonly where: string;
  readonly says: string;
  readonly breaks: readonly string[];
}

const breaks = (where: string, says: string, ...rules: readonly string[]): Row => ({
  where,
  says,
  breaks: rules,
});
const mayDo = (where: string, says: string): Row => ({ where, says, breaks: [] });

const value = (from: string) => `import { one } from '${from}';`;
const type = (from: string) => `import type { One } from '${from}';`;

/** Every layer of a module may import the one below, and none above. */
const layerRows: readonly Row[] = Object.entries(ladders).flatMap(([parent, order]) =>
  order.slice(0, -1).flatMap((below, index) => {
    const above = order[index + 1]!;
    const rule = `layer-${parent}-${below === '.' ? 'root' : below}`.replaceAll('/', '-');
    return [
      breaks(join(parent, below), value(pathBetween(below, above)), rule),
      mayDo(join(parent, above), value(pathBetween(above, below))),
    ];
  }),
);

const rows: readonly Row[] = [
  ...layerRows,
  mayDo('domain/campaign', value('../version/skew.ts')),
  mayDo('domain/gate', value('../calendar/windows.ts')),
  mayDo('domain/campaign', value('@noble/hashes/sha2.js')),
  breaks('domain/campaign', value('node:fs'), 'domain'),
  breaks('domain/campaign', type('#protocol/workflow-types.ts'), 'domain'),
  breaks('domain', value('#gateways/open-gateways.ts'), 'domain'),
  breaks('domain/campaign', value('semver/functions/parse.js'), 'domain'),
  breaks('domain/gate', value('temporal-polyfill'), 'domain'),
  mayDo('domain/calendar', value('temporal-polyfill')),
  breaks('domain/calendar', value('semver'), 'domain-calendar'),
  breaks('domain/calendar', value('node:timers'), 'domain-calendar'),
  mayDo('domain/version', value('semver/functions/parse.js')),
  breaks('domain/version', value('temporal-polyfill'), 'domain-version'),
  breaks('domain/version', value('node:crypto'), 'domain-version'),

  mayDo('spec/schema', value('zod')),
  mayDo('spec', value('yaml')),
  mayDo('spec', value('js-yaml')),
  mayDo('spec', value('#domain/calendar/windows.ts')),
  breaks('spec', value('node:fs'), 'spec'),
  breaks('spec', value('#protocol/workflow-types.ts'), 'spec'),
  breaks('spec', value('#activities/index.ts'), 'spec'),
  breaks('spec', type('#gateways/open-gateways.ts'), 'spec'),

  mayDo('protocol', type('#domain/failure.ts')),
  breaks('protocol', value('#domain/failure.ts'), 'protocol-names-domain'),
  breaks('protocol', type('#workflows/campaign.ts'), 'protocol'),
  breaks('protocol', value('@temporalio/common'), 'protocol'),

  mayDo('workflows', value('#protocol/workflow-types.ts')),
  mayDo('workflows', value('@temporalio/workflow')),
  mayDo('workflows', value('@temporalio/common')),
  mayDo('workflows', value('#domain/failure.ts')),
  mayDo('workflows', type('#activities/index.ts')),
  breaks('workflows', value('#activities/index.ts'), 'workflows-name-activities'),
  breaks('workflows', "const late = import('#activities/index.ts');", 'workflows-name-activities'),
  breaks('workflows', value('#domain/calendar/windows.ts'), 'workflows'),
  breaks('workflows', value('#gateways/open-gateways.ts'), 'workflows'),
  breaks('workflows', type('#spec/parse.ts'), 'workflows'),
  breaks('workflows', value('node:fs'), 'workflows'),
  breaks('workflows', "export * from 'node:process';", 'workflows'),
  breaks('workflows', value('@temporalio/client'), 'workflows'),

  mayDo('activities', value('#gateways/open-gateways.ts')),
  mayDo('activities', value('#procedures/map-bounded.ts')),
  mayDo('activities', value('#domain/calendar/windows.ts')),
  mayDo('activities', value('#protocol/workflow-types.ts')),
  mayDo('activities', value('@temporalio/activity')),
  breaks('activities', type('#workflows/campaign.ts'), 'activities'),
  breaks('activities', value('#spec/parse.ts'), 'activities'),
  breaks('activities', value('#cli/print.ts'), 'activities'),
  breaks('activities', value('#simulator/clock.ts'), 'activities'),
  breaks('activities', value('@temporalio/worker'), 'activities'),

  mayDo('gateways/azure', value('@azure/arm-containerservice')),
  mayDo('gateways/azure', value('node:timers/promises')),
  mayDo('gateways/azure', value('#domain/failure.ts')),
  breaks('gateways/azure', value('../kubernetes/kubeconfig.ts'), 'gateway-azure'),
  breaks('gateways/azure', value('#protocol/workflow-types.ts'), 'gateway-azure'),
  breaks('gateways/azure', value('@kubernetes/client-node'), 'gateway-azure'),
  mayDo('gateways/kubernetes', value('@kubernetes/client-node')),
  mayDo('gateways/kubernetes', value('undici')),
  breaks('gateways/azure', value('undici'), 'gateway-azure'),
  breaks('gateways/kubernetes', value('../azure/clients.ts'), 'gateway-kubernetes'),
  breaks('gateways/kubernetes', type('#activities/index.ts'), 'gateway-kubernetes'),
  mayDo('gateways/temporal', value('node:crypto')),
  mayDo('gateways/temporal', value('@temporalio/common')),
  breaks('gateways/temporal', value('@temporalio/client'), 'gateway-temporal'),
  breaks('gateways/temporal', value('../web/fetch-text.ts'), 'gateway-temporal'),
  mayDo('gateways/entra', value('jose')),
  mayDo('gateways/entra', value('../temporal/secret-file.ts')),
  breaks('gateways/entra', value('../temporal/payload-keys.ts'), 'gateway-entra'),
  breaks('gateways/entra', value('@azure/identity'), 'gateway-entra'),
  mayDo('gateways/web', value('node:https')),
  breaks('gateways/web', value('../azure/clients.ts'), 'gateway-web'),
  breaks('gateways/web', value('hono'), 'gateway-web'),
  mayDo('gateways', value('./azure/clients.ts')),
  breaks('gateways', value('#procedures/map-bounded.ts'), 'gateways'),
  breaks('gateways', value('#spec/manifests/read-manifests.ts'), 'gateways'),
  breaks('gateways/kubernetes', value('#spec/manifests/read-manifests.ts'), 'gateway-kubernetes'),
  breaks('gateways', value('@azure/identity'), 'gateways'),
  breaks('gateways', value('#activities/index.ts'), 'gateways'),
  breaks('gateways', value('#protocol/workflow-types.ts'), 'gateways'),

  mayDo('procedures/read', value('#gateways/open-gateways.ts')),
  mayDo('procedures/read', value('#spec/manifests/read-manifests.ts')),
  mayDo('procedures/read', value('#domain/failure.ts')),
  breaks('procedures/read', value('#spec/parse.ts'), 'procedures'),
  breaks('procedures/drain', value('#activities/index.ts'), 'procedures'),
  breaks('procedures/drain', value('@kubernetes/client-node'), 'procedures'),

  mayDo('worker', value('#activities/index.ts')),
  mayDo('worker', value('#gateways/open-gateways.ts')),
  mayDo('worker', value('@temporalio/worker')),
  mayDo('worker', value('node:http')),
  breaks('worker', value('#workflows/index.ts'), 'worker'),
  breaks('worker', value('#spec/parse.ts'), 'worker'),
  breaks('worker', value('#cli/print.ts'), 'worker'),
  breaks('worker', value('#simulator/clock.ts'), 'worker'),

  mayDo('cli', value('#spec/parse.ts')),
  mayDo('cli/commands', value('#gateways/open-gateways.ts')),
  mayDo('cli/commands', value('#protocol/workflow-types.ts')),
  mayDo('cli', type('#workflows/campaign.ts')),
  mayDo('cli', value('@temporalio/client')),
  mayDo('cli/view', value('string-width')),
  mayDo('cli/view', value('hono/html')),
  breaks('cli', value('#workflows/campaign.ts'), 'cli-names-workflows'),
  breaks('cli', value('#activities/index.ts'), 'cli'),
  breaks('cli/commands', value('#worker/settings.ts'), 'cli'),
  breaks('cli', value('#simulator/clock.ts'), 'cli'),
  breaks('cli', value('@azure/identity'), 'cli'),

  mayDo('scripts', value('#cli/print.ts')),
  breaks('scripts', value('#gateways/open-gateways.ts'), 'scripts'),
  breaks('scripts', value('@temporalio/client'), 'scripts'),

  mayDo('simulator/arm', value('hono')),
  mayDo('simulator', value('node:https')),
  mayDo('simulator/arm', value('../clock.ts')),
  breaks('simulator', value('#domain/campaign/pace.ts'), 'simulator'),
  breaks('simulator/arm', type('#gateways/open-gateways.ts'), 'simulator'),
  breaks('simulator', value('semver'), 'simulator'),
  breaks('simulator', value('#cli/print.ts'), 'simulator'),

  mayDo('test/domain', value('#simulator/clock.ts')),
  mayDo('test/domain', value('vitest')),
  mayDo('bench', value('#cli/temporal/temporal-server.ts')),
  mayDo('bench', value('../test/builders/a-fleet.ts')),
  mayDo('scripts/dev', value('#spec/parse.ts')),
  mayDo('scripts/dev', value('#activities/index.ts')),
  breaks('scripts', value('./dev/check.ts'), 'nobody-imports-tests'),
  breaks('', value('./test/builders/a-fleet.ts'), 'nobody-imports-tests'),
  breaks('', value('./bench/run.ts'), 'nobody-imports-tests'),
  breaks('scripts', value('fast-check'), 'no-development-packages', 'scripts'),

  breaks('domain/campaign/hen.ts', value('./egg.ts'), 'no-cycles'),
  breaks('domain/campaign/egg.ts', value('./hen.ts'), 'no-cycles'),
  breaks('test/domain', value('./nowhere.ts'), 'nothing-unresolved'),
  breaks('test/domain', value('#domain/nowhere.ts'), 'nothing-unresolved'),
  breaks('test/domain', value('../../domain/failure.ts'), 'other-modules-by-name'),
  breaks('scripts', value('../domain/failure.ts'), 'other-modules-by-name'),
  breaks('domain', value('#domain/failure.ts'), 'own-module-by-path'),
];

function pathBetween(from: string, to: string): string {
  return [from === '.' ? '.' : '..', ...(to === '.' ? [] : [to]), 'one.ts'].join('/');
}

const fileOf = ({ where }: Row, index: number) =>
  where.endsWith('.ts') ? where : join(where, `row-${index}.ts`);

let tree: string;
let found: ReadonlyMap<string, ReadonlySet<string>>;

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'drydock-tree-'));
  buildTree(tree);
  found = violationsByFile(await cruiseModules(tree));
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('the import table', () => {
  it.each(rows.map((row, index) => ({ ...row, index })))('$where: $says -> $breaks', ({ index, ...row }) => {
    expect([...(found.get(fileOf(row, index)) ?? [])].toSorted()).toEqual(row.breaks.toSorted());
  });

  it('has for every rule a row that breaks it, and beside every rule its reason', () => {
    expect(new Set(rows.flatMap((row) => row.breaks))).toEqual(new Set(ruleNames));
    expect([...reasonsOf].filter(([, reason]) => reason === '')).toEqual([]);
  });

  it('is kept by the code', async () => {
    const { summary, modules } = await cruiseModules(root);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    const seen = modules.filter(({ source }) => source.startsWith('workflows/'));
    expect(seen.flatMap(importsByName)).toEqual(seen.flatMap(importsByText));
    expect(seen.flatMap(importsByName)).not.toEqual([]);
  });
});

type Cruised = Awaited<ReturnType<typeof cruiseModules>>;

/** By module, not from the summary: that one names a cycle once, not at each of its files. */
function violationsByFile({ modules }: Cruised): ReadonlyMap<string, ReadonlySet<string>> {
  const broken = ({ dependencies }: Cruised['modules'][number]) =>
    dependencies.flatMap(({ rules = [] }) => rules.map(({ name }) => name));
  return new Map(modules.map((module) => [module.source, new Set(broken(module))]));
}

function importsByName({ dependencies }: Cruised['modules'][number]): readonly string[] {
  return dependencies.flatMap(({ module }) => (module.startsWith('#') ? [module] : [])).toSorted();
}

function importsByText({ source }: Cruised['modules'][number]): readonly string[] {
  const text = readFileSync(join(root, source), 'utf8');
  return [...new Set([...text.matchAll(/ from '(#[^']+)'/g)].map((match) => match[1]!))].toSorted();
}

function buildTree(folder: string): void {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  write(join(folder, 'package.json'), readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [index, row] of rows.entries()) write(join(folder, fileOf(row, index)), row.says);
  for (const [index, row] of rows.entries()) {
    const target = targetOf(row, fileOf(row, index));
    if (target !== null && !existsSync(join(folder, target))) write(join(folder, target), '');
  }
}

/** The file that a row imports and that has to stand for it; null: a package, or one that is to be missing. */
function targetOf({ says }: Row, file: string): string | null {
  const from = /'([^']+)'/.exec(says)![1]!;
  if (from.includes('nowhere')) return null;
  if (from.startsWith('#')) return from.slice(1);
  return from.startsWith('.') ? normalize(join(dirname(file), from)) : null;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
