import { realpathSync } from 'node:fs';
import { malformations } from '#domain/audit/kubernetes/malformations.ts';
import { kindName } from '#domain/kind-name.ts';
import {
  type ManifestObject,
  type ManifestRest,
  type PlaceInText,
  plainText,
  visitManifests,
} from '#spec/manifests/read-manifests.ts';
import { CommandError } from '../failure/command-error.ts';
import { readTextFile } from '../input/read-text-file.ts';
import { type ChartUse, chartUsesOf } from './applications.ts';
import { findManifests } from './find-manifests.ts';
import type { ManifestInput } from './manifest-input.ts';
import { renderChart } from './render-charts.ts';
import { renderKustomizations } from './render-kustomizations.ts';
import type { NotRendered, Rendered } from './rendered.ts';
import { runNothing, runTool } from './run-tool.ts';

/** How the reading went: what was not read, and how much was. */
export interface ManifestReading {
  readonly problems: readonly { readonly location: string; readonly message: string }[];
  readonly notRendered: readonly NotRendered[];
  readonly objects: number;
  readonly files: number;
  /** Files without apiVersion and kind, and templates that are not rendered. */
  readonly skipped: number;
  /** Of the skipped files: templates. */
  readonly templates: number;
  /** Files and folders that are excluded or ignored. */
  readonly ignored: number;
  /** Comments that waive something beside no object. */
  readonly strayWaivers: readonly { readonly place: string; readonly text: string }[];
}

/** More than any folder should hold; a device that never ends is noticed by it. */
const largestBytes = 256 * 1024 * 1024;
const noObject = 'it holds no Kubernetes object (apiVersion and kind)';
const nothingCame = 'the input is empty: did the command that writes it fail?';

/** "dir/file.yaml:12", of a field "dir/file.yaml:14:7"; computed only when it is needed. */
export type Location = (field?: string) => string;

type Visit = (object: ManifestObject, location: Location, isMalformed: boolean) => void;

/**
 * Visits every object of every manifest, in the order of their files, then of what kustomizations and charts become; one that cannot
 * be read stops no other. One with a value of a wrong type is a problem, and visited, too: its API version is known all the same.
 * Files without apiVersion and kind, readable or not, are counted.
 */
export function readManifestFiles(
  input: ManifestInput,
  visit: Visit,
  onFile: () => void = () => undefined,
): ManifestReading {
  const { paths, exclude = [], isStrict = false, values = [], minor = null } = input;
  const run = input.isRendered === false ? runNothing : runTool;
  const found = findManifests(paths, exclude);
  const problems = [...found.problems];
  const uses: ChartUse[] = [];
  const strayWaivers: { readonly place: string; readonly text: string }[] = [];
  let [objects, skipped, templates] = [0, 0, 0];
  const skip = (location: string, message: string) => {
    skipped += 1;
    if (isStrict) problems.push({ location, message });
  };
  const taking =
    (locationOf: (line: number) => string, isWritten = true) =>
    (object: ManifestObject) => {
      objects += 1;
      const location = locationBy(object.place, isWritten, locationOf);
      const { apiVersion, kind, namespace, name, value } = object;
      const wrong = malformations({ ...value, apiVersion, kind });
      if (wrong.length > 0) {
        const resource = [kindName(object), namespace, name].filter((each) => each !== null).join('/');
        const message = wrong.map((each) => `${each.path}: ${each.message}`).join('; ');
        problems.push({ location: location(), message: `${resource}: ${message}` });
      }
      if (found.charts.length > 0) uses.push(...chartUsesOf(object));
      visit(object, location, wrong.length > 0);
    };
  const takeRest = (rest: ManifestRest, locationOf: (line: number) => string) => {
    for (const { line, text } of rest.strayWaivers) strayWaivers.push({ place: locationOf(line), text });
    for (const { line, message } of rest.problems) problems.push({ location: locationOf(line), message });
  };
  const text = keepingLastTexts();
  const takeFile = (file: string, isTemplate: boolean) => {
    onFile();
    const read = text.of(file);
    if (read instanceof CommandError) {
      problems.push({ location: file, message: read.message.replace(`${file} `, '') });
      return;
    }
    if (isTemplate && read.includes('{{')) {
      templates += 1;
      skip(file, 'a template of a chart that is not rendered');
      return;
    }
    if (file === '-' && read.trim() === '') {
      problems.push({ location: '-:1', message: nothingCame });
      return;
    }
    const locationOf = inFile(file);
    const format = /\.json$/i.test(file) ? 'json' : 'yaml';
    const rest = visitManifests(read, format, taking(locationOf), text.again(file, read.length));
    // What comes by a pipe was meant to be read.
    if (rest.isForeign && (file !== '-' || rest.problems.length === 0)) skip(file, noObject);
    else takeRest(rest, locationOf);
  };
  const takeRendered = ({ text, locationOf }: Rendered) =>
    takeRest(visitManifests(plainText(text), 'yaml', taking(locationOf, false)), locationOf);

  const built = renderKustomizations(found.kustomizations, run, onFile);
  const isPart = (file: string) => built.parts.size > 0 && built.parts.has(realpathSync.native(file));
  for (const file of [...found.files, ...built.others])
    if (file === '-' || !isPart(file)) takeFile(file, false);
  built.rendered.forEach(takeRendered);
  const charts = found.charts.map((chart) => ({
    chart,
    ...renderChart(chart, uses, { values, minor, run }),
  }));
  for (const { chart, rendered } of charts) {
    onFile();
    rendered.forEach(takeRendered);
    if (rendered.length === 0) for (const file of chart.files) takeFile(file, true);
  }
  text.forget();
  const notRendered = [...built.notRendered, ...charts.flatMap((each) => each.notRendered)];
  if (isStrict) problems.push(...notRendered.map(({ location, message }) => ({ location, message })));
  const files = found.files.length + found.kustomizations.length + found.charts.length;
  const { ignored } = found;
  return { problems, notRendered, objects, files, skipped, templates, ignored, strayWaivers };
}

/** Not of the reading's own scope: who keeps a location would keep all that is read, too. */
function inFile(file: string): (line: number) => string {
  return (line) => `${file}:${line}`;
}

function locationBy(place: PlaceInText, isWritten: boolean, locationOf: (line: number) => string): Location {
  return (field) => {
    const exact = field === undefined || !isWritten ? null : place.of(field);
    return exact === null ? locationOf(place.line()) : `${locationOf(exact.line)}:${exact.column}`;
  };
}

/** Of texts that are kept to look up places in: characters in all, but always the last one. */
const mostKept = 500_000;

/** Places are looked up in files again, of which the last few are kept, instead of in texts that are all kept; stdin is read but once. */
function keepingLastTexts() {
  const texts = new Map<string, string>();
  let kept = 0;
  let piped: string | null = null;
  const forget = (most = 0) => {
    for (const [file, { length }] of texts) {
      if (kept <= most) return;
      texts.delete(file);
      kept -= length;
    }
  };
  const textOf = (file: string): string => {
    if (file === '-') {
      piped ??= plainText(readTextFile(file, largestBytes));
      return piped;
    }
    const known = texts.get(file);
    if (known !== undefined) return known;
    const text = plainText(readTextFile(file, largestBytes));
    forget(Math.max(0, mostKept - text.length));
    texts.set(file, text);
    kept += text.length;
    return text;
  };
  const of = (file: string): string | CommandError => {
    try {
      return textOf(file);
    } catch (error) {
      if (error instanceof CommandError) return error;
      throw error;
    }
  };
  const again = (file: string, length: number) => () => {
    const text = of(file);
    return text instanceof CommandError || text.length !== length ? null : text;
  };
  return { of, again, forget };
}
