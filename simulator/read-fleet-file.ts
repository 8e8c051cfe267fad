import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { expandClusters } from './expand-fleet.ts';
import { type Fleet, type FleetCluster, fleetSchema } from './fleet.ts';

const scenarioFolder = join(import.meta.dirname, 'scenarios');

/** A fleet file that cannot be used; one `file:line:column  path  message` per problem. */
export class FleetFileError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads a scenario of this folder by its name, or a fleet file by its path.
 * @throws FleetFileError with every problem at once.
 */
export function readFleetFile(nameOrPath: string): Fleet {
  const isName = /^[a-z0-9-]+$/.test(nameOrPath);
  const path = isName ? join(scenarioFolder, `${nameOrPath}.yaml`) : nameOrPath;
  return parseFleet(readText(path, nameOrPath), path);
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
    const twin = twinOf(expandClusters(result.data.spec.clusters));
    if (twin === undefined) return result.data.spec;
    throw new FleetFileError([`${path}  there is more than one ${twin}`]);
  }
  throw new FleetFileError(
    result.error.issues.map((issue) => {
      const offset = offsetOf(document, issue.path);
      return `${at(offset)}  ${issue.path.map(String).join('.')}  ${issue.message}`;
    }),
  );
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

function readText(path: string, given: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new FleetFileError([`${given}  cannot be read (looked for ${path})`]);
  }
}
