import { ApiException } from '@kubernetes/client-node';
import { readShape, type ShapeProblem } from '#domain/audit/kubernetes/read-shape.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { readUsage } from '#domain/removal/usage/api-usage.ts';
import type { ServerUsage } from '#domain/removal/usage/usage-count.ts';
import type { ClusterClient } from './cluster-client.ts';

/** Of Kubernetes 1. Throws a FailureError for a version that is none, and what the client throws. */
export async function readServerMinor(client: ClusterClient): Promise<number> {
  const { gitVersion } = await client.version.getCode();
  const minor = /^v1\.(\d+)\./.exec(gitVersion)?.[1];
  if (minor !== undefined) return Number(minor);
  throw new FailureError(failure('unclassified', `"${gitVersion}" is no version of Kubernetes 1.`));
}

/** What /metrics of the API server that answers say of deprecated versions. */
export async function readServerUsage(client: ClusterClient): Promise<ServerUsage> {
  const { status, headers, text } = await client.get('/metrics', 'text/plain');
  if (status !== 200) throw new ApiException(status, 'no metrics', text, { ...headers });
  return readUsage(text);
}

interface RawGroup {
  readonly name?: string;
  readonly preferredVersion?: { readonly version?: string };
  readonly versions?: readonly { readonly version?: string }[];
}

/** Groups that are served, by name, with their versions: the server's favourite first. Throws a FailureError for what is no list of groups. */
export async function readServerGroups(
  client: ClusterClient,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { status, headers, text } = await client.get('/apis');
  if (status !== 200) throw new ApiException(status, 'no list of groups', text, { ...headers });
  const problems: ShapeProblem[] = [];
  const read = readShape('ApiGroupList', JSON.parse(text), '', (problem) => problems.push(problem));
  const [problem] = problems;
  if (problem !== undefined) {
    const why = [problem.path, problem.message].filter((each) => each !== '').join(': ');
    throw new FailureError(
      failure('unclassified', `The API server's list of groups is not what the API says: ${why}.`),
    );
  }
  const { groups = [] } = read as { readonly groups?: readonly RawGroup[] };
  return new Map(
    groups.map(({ name = '', preferredVersion, versions = [] }) => {
      const all = versions.flatMap(({ version }) => version ?? []);
      const first = preferredVersion?.version ?? all[0];
      return [name, all.toSorted((a, b) => Number(b === first) - Number(a === first))];
    }),
  );
}
