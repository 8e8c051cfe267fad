import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reasonOf } from '../input/read-text-file.ts';
import { isChartArchive } from './chart-archive.ts';
import { excludedBy, type IgnoreRules, isIgnored, rulesAbove, rulesOf } from './ignore-rules.ts';

/** A chart, packed or as a folder, with the files in it that helm reads and kubectl does not: templates, charts inside, definitions. */
export interface FoundChart {
  readonly path: string;
  readonly files: string[];
}

/** Files to read, by the names they were found under, and what could not be opened. */
export interface FoundManifests {
  readonly files: readonly string[];
  readonly charts: readonly FoundChart[];
  /** Files called kustomization.yaml. */
  readonly kustomizations: readonly string[];
  /** How many files and folders are excluded or ignored. */
  readonly ignored: number;
  readonly problems: readonly { readonly location: string; readonly message: string }[];
}

const manifest = /\.(?:ya?ml|json)$/i;
const archive = /\.(?:tgz|tar\.gz)$/i;
const kustomization = /^(?:kustomization\.ya?ml|Kustomization)$/;
/** What tools keep in a working copy: nothing in there is applied to a cluster. */
const passedOver: readonly string[] = ['.git', 'node_modules'];
const ofChart: readonly string[] = ['templates', 'charts', 'crds'];
const noManifest = 'it contains no .yaml, .yml or .json file: is it the right folder?';

/** Where a walk is. */
interface Place {
  /** As it was named. */
  readonly root: string;
  readonly rules: IgnoreRules;
  /** Whose files are met; null: of no chart. */
  readonly chart: FoundChart | null;
}

/**
 * Files as they are named, whatever their name, folders with all that is called .yaml, .yml or .json below them, "-" for stdin. Each
 * file once, in the order of the names; links are followed, for mounted folders are full of them. Skipped are .git, node_modules,
 * what `exclude` names (in the syntax of .gitignore), and in folders what .gitignore and .drydockignore do. A folder that is named
 * and holds none is a problem: it is the wrong one, or what should fill it failed. Charts and kustomizations are found beside.
 */
export function findManifests(paths: readonly string[], exclude: readonly string[] = []): FoundManifests {
  const files: string[] = [];
  const charts = new Map<string, FoundChart>();
  const kustomizations: string[] = [];
  const problems: { location: string; message: string }[] = [];
  const seen = new Set<string>();
  const isExcluded = excludedBy(exclude);
  let [met, ignored] = [0, 0];
  const isNew = (real: string) => !seen.has(real) && seen.add(real).size > 0;
  const orNote = (path: string, read: () => void) => {
    try {
      read();
    } catch (error) {
      problems.push({ location: path, message: `cannot be read: ${reasonOf(error)}` });
    }
  };
  const chartAt = (path: string) => {
    const chart = charts.get(realpathSync.native(path)) ?? { path, files: [] };
    charts.set(realpathSync.native(path), chart);
    return chart;
  };
  const takeFolder = (folder: string, real: string, { root, rules: above, chart }: Place) => {
    if (!isNew(real)) return;
    const entries = readdirSync(folder, { withFileTypes: true });
    const names = entries.map(({ name }) => name);
    const rules = [...above, ...rulesOf(real, names)];
    const own = chart === null && names.includes('Chart.yaml') ? chartAt(folder) : null;
    if (own !== null) met += 1;
    for (const entry of inOrder(entries)) {
      if (passedOver.includes(entry.name)) continue;
      const [path, at] = [join(folder, entry.name), join(real, entry.name)];
      const isFolder = entry.isDirectory();
      if (!isFolder && !entry.isSymbolicLink() && !(entry.isFile() && isWanted(entry.name))) continue;
      const place = { root, rules, chart: chart ?? (ofChart.includes(entry.name) ? own : null) };
      if (isIgnored(rules, at, isFolder) || isExcluded(path, root, isFolder)) ignored += 1;
      else if (isFolder) orNote(path, () => takeFolder(path, at, place));
      else if (entry.isSymbolicLink()) takeLink(path, place);
      else takeFile(path, at, place.chart);
    }
  };
  const takeLink = (path: string, place: Place) => {
    const to = whereTo(path);
    if (to !== 'folder' && (!isWanted(basename(path)) || to === 'else')) return;
    met += 1;
    orNote(path, () => take(path, place));
  };
  const takeFile = (path: string, real: string, chart: FoundChart | null) => {
    const isArchive = archive.test(path);
    if (isArchive && (chart !== null || !isChartArchive(path))) return;
    met += 1;
    if (!isNew(real)) return;
    if (isArchive) chartAt(path);
    else if (kustomization.test(basename(path))) kustomizations.push(path);
    else (chart?.files ?? files).push(path);
  };
  const take = (path: string, place: Place) => {
    const real = realpathSync.native(path);
    if (statSync(path).isDirectory()) takeFolder(path, real, place);
    else takeFile(path, real, place.chart);
  };
  const takeNamed = (path: string) => {
    const real = realpathSync.native(path);
    const isKnown = seen.has(real);
    const before = met + ignored + problems.length;
    const isFolder = statSync(path).isDirectory();
    const inside = chartAround(path);
    const place = {
      root: path,
      rules: isFolder ? rulesAbove(real) : [],
      chart: inside === null ? null : chartAt(inside),
    };
    if (isExcluded(path, isFolder ? path : dirname(path), isFolder)) ignored += 1;
    else if (isFolder || inside !== null) take(path, place);
    else if (archive.test(path) && isChartArchive(path)) chartAt(path);
    else if (basename(path) === 'Chart.yaml') chartAt(dirname(path));
    else takeFile(path, real, null);
    if (!isKnown && isFolder && met + ignored + problems.length === before)
      problems.push({ location: path, message: noManifest });
  };
  for (const path of new Set(paths))
    if (path === '-') files.push(path);
    else orNote(path, () => takeNamed(path));
  return { files, charts: [...charts.values()], kustomizations, ignored, problems };
}

function isWanted(name: string): boolean {
  return manifest.test(name) || archive.test(name) || kustomization.test(name);
}

/** The chart whose templates a path is or belongs to. */
function chartAround(path: string): string | null {
  for (let at = path; at !== dirname(at); at = dirname(at))
    if (basename(at) === 'templates' && existsSync(join(dirname(at), 'Chart.yaml'))) return dirname(at);
  return null;
}

function inOrder(entries: readonly Dirent[]): readonly Dirent[] {
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** null: nowhere. */
function whereTo(link: string): 'folder' | 'file' | 'else' | null {
  try {
    const to = statSync(link);
    return to.isDirectory() ? 'folder' : to.isFile() ? 'file' : 'else';
  } catch {
    return null;
  }
}
