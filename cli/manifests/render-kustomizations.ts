import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDocument } from '#spec/manifests/read-document.ts';
import { CommandError } from '../failure/command-error.ts';
import { readTextFile } from '../input/read-text-file.ts';
import type { NotRendered, Rendered } from './rendered.ts';
import { runTool, type ToolRun } from './run-tool.ts';

/** What kustomizations of the input become. Paths are real. */
export interface RenderedKustomizations {
  readonly rendered: readonly Rendered[];
  readonly notRendered: readonly NotRendered[];
  /** Files that are no objects of their own: they are part of what was rendered, or patches and other parts. */
  readonly parts: ReadonlySet<string>;
}

interface Kustomization {
  /** As it was found. */
  readonly file: string;
  readonly isComponent: boolean;
  readonly usesHelm: boolean;
  /** Files and folders that it names, and of these what is no object of its own. */
  readonly names: readonly string[];
  readonly partial: readonly string[];
}

const withObjects = ['resources', 'bases', 'components', 'crds'];

/** Renders the kustomizations that no other of the input contains, with kustomize or kubectl. */
export function renderKustomizations(files: readonly string[], onFile: () => void): RenderedKustomizations {
  const byFolder = new Map(
    files.map((file) => [realpathSync.native(dirname(file)), readKustomization(file)]),
  );
  const contained = new Set([...byFolder.values()].flatMap(({ names }) => names));
  const parts = new Set([...byFolder.values()].flatMap(({ partial }) => partial));
  const rendered: Rendered[] = [];
  const notRendered: NotRendered[] = [];
  for (const [folder, each] of byFolder) {
    if (contained.has(folder) || each.isComponent) continue;
    onFile();
    const run = build(folder, each.usesHelm);
    if (run.ok) {
      const location = () => `${each.file}:1`;
      rendered.push({ text: run.output, locationOf: location });
      for (const name of namesBelow(each, byFolder)) parts.add(name);
    } else notRendered.push(explain(each.file, run.why));
  }
  return { rendered, notRendered, parts };
}

function build(folder: string, usesHelm: boolean): ToolRun {
  const options = usesHelm ? ['--enable-helm'] : [];
  const run = runTool('kustomize', ['build', ...options, folder]);
  return run.ok || run.why !== null ? run : runTool('kubectl', ['kustomize', ...options, folder]);
}

function explain(location: string, why: string | null): NotRendered {
  return why === null
    ? {
        location,
        isFailure: false,
        message:
          'not rendered: neither kustomize nor kubectl is on PATH; its resources are judged as they are',
      }
    : { location, isFailure: true, message: `cannot be rendered: ${why}` };
}

function namesBelow(
  kustomization: Kustomization,
  byFolder: ReadonlyMap<string, Kustomization>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [kustomization];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const name of next.names) {
      const below = found.has(name) ? undefined : byFolder.get(name);
      if (below !== undefined) waiting.push(below);
      found.add(name);
    }
  return found;
}

function readKustomization(file: string): Kustomization {
  const read = readDocument(textOf(file));
  const fields = read.ok && isMap(read.value) ? read.value : {};
  const namesIn = (keep: (key: string) => boolean) =>
    Object.entries(fields).flatMap(([key, value]) => (keep(key) ? pathsIn(value, dirname(file)) : []));
  return {
    file,
    isComponent: fields.kind === 'Component',
    usesHelm: 'helmCharts' in fields || 'helmChartInflationGenerator' in fields,
    names: namesIn(() => true),
    partial: namesIn((key) => !withObjects.includes(key)),
  };
}

/** A file that cannot be read names nothing; its renderer says why. */
function textOf(file: string): string {
  try {
    return readTextFile(file);
  } catch (error) {
    if (error instanceof CommandError) return '';
    throw error;
  }
}

/** Every text of a value that is a path ("key=path" among them), real. */
function pathsIn(value: unknown, folder: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => pathsIn(each, folder));
  if (isMap(value)) return Object.values(value).flatMap((each) => pathsIn(each, folder));
  if (typeof value !== 'string' || value.includes('\n')) return [];
  const path = join(folder, value.slice(value.indexOf('=') + 1));
  const isThere = value !== '' && existsSync(path) && (statSync(path).isFile() || path !== folder);
  return isThere ? [realpathSync.native(path)] : [];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
