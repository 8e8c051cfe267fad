import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { missingTarget } from './events/missing-target.ts';
import { expandClusters } from './fleet/expand-fleet.ts';
import { type Fleet, type FleetCluster, fleetSchema } from './fleet/fleet.ts';
import { findManifestProblems } from './kubernetes/store/manifests.ts';
import { describeProblem } from './values/describe-problem.ts';

const scenarioFolder = join(import.meta.dirname, 'scenarios');

/** A fleet file that cannot be used; one `file:line:column  path  message` per problem, and what to do about it. */
export class FleetFileError extends Error {
  readonly problems: readonly string[];
  readonly next: string;

  constructor(problems: readonly string[], next = '--schema prints what a fleet file may say') {
    super(problems.length > 1 ? `${problems.length} problems\n${problems.join('\n')}` : (problems[0] ?? ''));
    this.problems = problems;
    this.next = next;
  }
}

/**
 * Reads a scenario of this folder by its name, or a fleet file by its path.
 * @throws FleetFileError with every problem at once.
 */
export function readFleetFile(nameOrPath: string): Fleet {
  const isName = /^[a-z0-9-]+$/.test(nameOrPath);
  const path = isName ? join(scenarioFolder, `${nameOrPath}.yaml`) : nameOrPath;
  return parseFleet(readText(path, isName ? `there is no scenario "${nameOrPath}"` : null), path);
}

/** @throws FleetFileError with every problem at once. */
export function parseFleet(text: string, path: string): Fleet {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new FleetFileError(
      document.errors.map((error) => `${at(error.pos[0])}  ${error.message.split('\n')[0]}`),
    );
  }
  const result = fleetSchema.safeParse(document.toJS());
  if (result.success) {
    const clusters = expandClusters(result.data.spec.clusters);
    const twin = twinOf(clusters);
    if (twin !== undefined) throw new FleetFileError([`${path}  there is more than one ${twin}`]);
    const wrong = [...unfitManifests(result.data.spec), ...missingOf(result.data.spec, clusters)].map(
      ({ where, what }) => `${at(offsetOf(document, where))}  ${where.join('.')}  ${what}`,
    );
    if (wrong.length > 0) throw new FleetFileError(wrong);
    return result.data.spec;
  }
  throw new FleetFileError(
    result.error.issues.map((issue) => {
      const offset = offsetOf(document, issue.path);
      return `${at(offset)}  ${issue.path.map(String).join('.')}  ${describeProblem(issue)}`;
    }),
  );
}

interface Wrong {
  readonly where: readonly (string | number)[];
  readonly what: string;
}

/** Objects that no cluster would take: it is built when it is first asked for, which is too late to say so. */
function unfitManifests({ clusters }: Fleet): readonly Wrong[] {
  return clusters.flatMap(({ manifests }, cluster) =>
    manifests.flatMap((manifest, index) =>
      findManifestProblems(manifest).map(({ field, message }) => ({
        where: ['spec', 'clusters', cluster, 'manifests', index, ...field.split('.').filter(Boolean)],
        what: message,
      })),
    ),
  );
}

/** Faults and scheduled events that are meant for no one in the fleet. */
function missingOf({ faults, scheduledEvents }: Fleet, clusters: readonly FleetCluster[]): readonly Wrong[] {
  const look = (where: Wrong['where'], aim: Parameters<typeof missingTarget>[1]): readonly Wrong[] => {
    const what = missingTarget(clusters, aim);
    return what === null ? [] : [{ where, what }];
  };
  return [
    ...faults.flatMap(({ match }, index) => look(['spec', 'faults', index, 'match'], match)),
    ...scheduledEvents.flatMap((scheduledEvent, index) =>
      look(['spec', 'scheduledEvents', index], scheduledEvent),
    ),
  ];
}

/** What has the same name as something beside it: a cluster of its group, or a pool of its cluster. */
function twinOf(clusters: readonly FleetCluster[]): string | undefined {
  const seen = new Set<string>();
  const isSeen = (key: string) => seen.size === seen.add(key.toLowerCase()).size;
  for (const { subscription, resourceGroup, name, pools } of clusters) {
    const place = `${subscription}/${resourceGroup}/${name}`;
    if (isSeen(place)) return `cluster ${name} in group ${resourceGroup}`;
    const pool = pools.find((each) => isSeen(`${place}/${each.name}`));
    if (pool !== undefined) return `pool ${pool.name} in cluster ${name}`;
  }
  return undefined;
}

/** The start of the innermost part of the file that the path leads to. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** `missing`: what to say where there is no such file, if that is more than its path. */
function readText(path: string, missing: string | null): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const why = error instanceof Error ? error.message : String(error);
    throw new FleetFileError(
      [isMissing ? (missing ?? `${path}: there is no such file`) : `${path} cannot be read: ${why}`],
      `there are ${scenarioNames().join(', ')}; or name a fleet file by its path`,
    );
  }
}

function scenarioNames(): readonly string[] {
  return readdirSync(scenarioFolder)
    .map((file) => file.replace(/\.yaml$/, ''))
    .toSorted();
}
