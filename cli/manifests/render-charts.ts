import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readDocument } from '#spec/manifests/read-document.ts';
import { CommandError } from '../failure/command-error.ts';
import { readTextFile } from '../input/read-text-file.ts';
import type { ChartUse } from './applications.ts';
import type { FoundChart } from './find-manifests.ts';
import type { NotRendered, Rendered } from './rendered.ts';
import type { RunTool, ToolRun } from './run-tool.ts';

export interface ChartOptions {
  /** Files of `--values`. */
  readonly values: readonly string[];
  /** The version that charts are rendered for, of Kubernetes 1; null: the one that helm assumes. */
  readonly minor: number | null;
  readonly run: RunTool;
}

/** Names come from files of others: nothing that helm would take for an option. */
const safeName = /^[a-z0-9](?:[-a-z0-9.]{0,51}[a-z0-9])?$/;
const byDefault: Omit<ChartUse, 'path'> = {
  release: null,
  namespace: null,
  valueFiles: [],
  values: null,
  parameters: [],
};

/** Renders a chart as each application of the input installs it, else by its own values. A library is none that can be. */
export function renderChart(
  { path }: FoundChart,
  uses: readonly ChartUse[],
  options: ChartOptions,
): { readonly rendered: readonly Rendered[]; readonly notRendered: readonly NotRendered[] } {
  const about = chartFields(path);
  if (about.type === 'library') return { rendered: [], notRendered: [] };
  const real = realpathSync.native(path);
  const own = uses.filter((use) => `${real}/`.endsWith(`/${use.path}/`));
  const runs = (own.length === 0 ? [byDefault] : own).map((use) => {
    const name = [use.release, about.name].find((each) => typeof each === 'string' && safeName.test(each));
    return template(real, typeof name === 'string' ? name : 'release-name', use, options);
  });
  return {
    rendered: runs.flatMap((run) => (run.ok ? [asRendered(run.output, path)] : [])),
    notRendered: runs.flatMap((run) => (run.ok ? [] : [explain(path, run.why)])).slice(0, 1),
  };
}

function template(
  chart: string,
  release: string,
  { namespace, valueFiles, values, parameters }: Omit<ChartUse, 'path'>,
  options: ChartOptions,
): ToolRun {
  const { minor, run } = options;
  const files = valueFiles.map((file) => join(chart, file)).filter((file) => existsSync(file));
  const args = [
    ['template', release, chart, '--include-crds', '--skip-tests'],
    namespace !== null && safeName.test(namespace) ? ['--namespace', namespace] : [],
    minor !== null && Number.isFinite(minor) ? ['--kube-version', `1.${minor}.0`] : [],
    files.flatMap((file) => ['--values', file]),
    values === null ? [] : ['--values', '-'],
    parameters.flatMap((each) => ['--set', each]),
    options.values.flatMap((file) => ['--values', resolve(file)]),
  ];
  return run('helm', args.flat(), values ?? '');
}

/** helm names the template of each document: "# Source: web/templates/a.yaml". */
function asRendered(text: string, chart: string): Rendered {
  const isFolder = !/\.(?:tgz|tar\.gz)$/i.test(chart);
  let sources: readonly { readonly line: number; readonly file: string }[] | null = null;
  return {
    text,
    locationOf: (line) => {
      sources ??= text
        .split('\n')
        .flatMap((each, at) =>
          each.startsWith('# Source: ')
            ? [{ line: at + 1, file: each.slice('# Source: '.length).trim() }]
            : [],
        );
      const source = isFolder ? sources.findLast((each) => each.line <= line) : undefined;
      return source === undefined ? `${chart}:1` : `${join(chart, source.file.replace(/^[^/]+\//, ''))}:1`;
    },
  };
}

function explain(location: string, why: string | null): NotRendered {
  return why === null
    ? {
        location,
        isFailure: false,
        message:
          'not rendered: helm is not on PATH, or --no-render; install it, or pipe "helm template CHART" into --manifests - and --exclude the chart',
      }
    : {
        location,
        isFailure: true,
        message: `cannot be rendered: ${why}; give it what it needs (--values FILE, helm dependency build), or --exclude it`,
      };
}

function chartFields(chart: string): Readonly<Record<string, unknown>> {
  try {
    const read = readDocument(readTextFile(join(chart, 'Chart.yaml')));
    return read.ok && typeof read.value === 'object' && read.value !== null
      ? (read.value as Readonly<Record<string, unknown>>)
      : {};
  } catch (error) {
    if (error instanceof CommandError) return {};
    throw error;
  }
}
