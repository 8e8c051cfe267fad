import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from './cruise-modules.ts';

const inlineMap = 'sourceMappingURL=data:application/json;charset=utf-8;base64,';

let program: string;
let sources: readonly string[];

/** Bundling itself fails for a Node built-in that any file of it imports. */
beforeAll(async () => {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
    workflowInterceptorModules: [join(root, 'workflows', 'interceptors.ts')],
    logger: new DefaultLogger('ERROR'),
  });
  const [before, map] = code.split(inlineMap) as [string, string];
  program = before;
  sources = (JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] }).sources;
});

describe('the bundle of the workflows', () => {
  it('holds the workflows, their protocol and the domain without its calendar', () => {
    const ours = sources.filter(
      (source) => source.startsWith(`${root}/`) && !source.includes('node_modules'),
    );
    const modules = new Set(ours.map((source) => source.slice(root.length + 1).split('/', 1)[0]));
    expect(modules).toEqual(new Set(['domain', 'protocol', 'workflows']));
    expect(ours.filter((source) => source.includes('domain/calendar/'))).toEqual([]);
  });

  it("holds of packages Temporal's own and nothing else", () => {
    const packages = sources.flatMap(
      (source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? [],
    );
    expect(new Set(packages)).toEqual(
      new Set(['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc']),
    );
  });

  it('stays small: every worker reads it for every workflow it caches', () => {
    expect(program.length).toBeLessThan(1_500_000);
  });
});
