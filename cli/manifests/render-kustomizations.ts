import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDocument } from '#spec/manifests/read-document.ts';
import { CommandError } from '../failure/command-error.ts';
import { readTextFile } from '../input/read-text-file.ts';
import type { NotRendered, Rendered } from './rendered.ts';
import type { RunTool, ToolRun } from './run-tool.ts';

/** What kustomizations of the input become. Paths are real. */
export interface RenderedKustomizations {
  readonly rendered: readonly Rendered[];
  readonly notRendered: readonly NotRendered[];
  /** Files that are no objects of their own: they are part of what was rendered, or patches and other parts. */
  readonly parts: ReadonlySet<string>;
  /** Files that are only called so: Flux has a kind of that name. */
  readonly others: readonly string[];
}

interface Kustomization {
  /** As it was found. */
  readonly file: string;
  readonly isComponent: boolean;
  readonly isOther: boolean;
  readonly usesHelm: boolean;
  /** Files and folders of objects. */
  readonly resources: readonly string[];
  /** Files that are no objects of their own. */
  readonly parts: readonly string[];
}

const withObjects = ['resources', 'bases', 'components', 'crds'];
const withParts = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
  'transformers',
  'generators',
  'validators',
  'configurations',
  'configMapGenerator',
  'secretGenerator',
  'openapi',
  'helmCharts',
];

/** Renders the kustomizations that no other of the input contains, with kustomize or kubectl. */
export function renderKustomizations(
  files: readonly string[],
  run: RunTool,
  onFile: () => void,
): RenderedKustomizations {
  const all = files.map(readKustomization);
  const others = all.filter(({ isOther }) => isOther).map(({ file }) => file);
  const byFolder = new Map(
    all.filter(({ isOther }) => !isOther).map((each) => [realpathSync.native(dirname(each.file)), each]),
  );
  const contained = new Set([...byFolder.values()].flatMap(({ resources }) => resources));
  const parts = new Set([...byFolder.values()].flatMap(({ parts: own }) => own));
  const rendered: Rendered[] = [];
  const notRendered: NotRendered[] = [];
  for (const [folder, each] of byFolder) {
    if (contained.has(folder) || each.isComponent) continue;
    onFile();
    const built = build(folder, each.usesHelm, run);
    if (built.ok) {
      const location = () => `${each.file}:1`;
      rendered.push({ text: built.output, locationOf: location });
      for (const name of resourcesBelow(each, byFolder)) parts.add(name);
    } else notRendered.push(explain(each.file, built.why));
  }
  return { rendered, notRendered, parts, others };
}

function build(folder: string, usesHelm: boolean, run: RunTool): ToolRun {
  const options = usesHelm ? ['--enable-helm'] : [];
  const built = run('kustomize', ['build', ...options, folder]);
  return built.ok || built.why !== null ? built : run('kubectl', ['kustomize', ...options, folder]);
}

function explain(location: string, why: string | null): NotRendered {
  return why === null
    ? {
        location,
        isFailure: false,
        message:
          'not rendered: neither kustomize nor kubectl is on PATH, or --no-render; its resources are judged as they are',
      }
    : { location, isFailure: true, message: `cannot be rendered: ${why}` };
}

function resourcesBelow(
  kustomization: Kustomization,
  byFolder: ReadonlyMap<string, Kustomization>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [kustomization];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const name of next.resources) {
      const below = found.has(name) ? undefined : byFolder.get(name);
      if (below !== undefined) waiting.push(below);
      found.add(name);
    }
  return found;
}

function readKustomization(file: string): Kustomization {
  const read = readDocument(textOf(file));
  const fields = read.ok && isMap(read.value) ? read.value : {};
  const namesIn = (keys: readonly string[]) => keys.flatMap((key) => pathsIn(fields[key], dirname(file)));
  return {
    file,
    isComponent: fields.kind === 'Component',
    isOther:
      typeof fields.apiVersion === 'string' && !fields.apiVersion.startsWith('kustomize.config.k8s.io/'),
    usesHelm: 'helmCharts' in fields || 'helmChartInflationGenerator' in fields,
    resources: namesIn(withObjects),
    parts: namesIn(withParts),
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
