import type { Verdict } from '#activities/checks/await-settled.ts';
import type { VerifyNodesInput } from '#activities/checks/verify-nodes.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';

/** By the version that the API server itself reports. */
export function verifyControlPlane(run: ClusterRun, version: string): Promise<StepResult> {
  const { plan } = run.input;
  return resultOf(() =>
    run.activities.probe.verifyControlPlane.executeWithOptions(
      { summary: `Verify that the API server is at ${version}` },
      [{ resourceId: plan.resourceId, version, ...settling(run) }],
    ),
  );
}

/** By what the nodes themselves report; without an image they may have whichever Azure says the pool has. */
export function verifyPool(
  run: ClusterRun,
  pool: string,
  version: string,
  image: Pick<VerifyNodesInput, 'nodeImageVersion' | 'imageAtLeast' | 'cordonedToo'> = {},
): Promise<StepResult> {
  const { plan } = run.input;
  return resultOf(() =>
    run.activities.probe.verifyNodes.executeWithOptions(
      { summary: `Verify that all nodes of ${pool} are at ${image.imageAtLeast ?? version}` },
      [
        {
          resourceId: plan.resourceId,
          pool,
          version,
          ...image,
          ...settling(run),
        },
      ],
    ),
  );
}

async function resultOf(verify: () => Promise<Verdict>): Promise<StepResult> {
  try {
    const verdict = await verify();
    if (verdict.ok) return verdict.nodes === undefined ? done : { ...done, nodes: verdict.nodes };
    const result = failed('nodes-not-as-planned', `${verdict.problems.join('; ')}.`);
    return verdict.settling ? result : { ...result, nodesBehind: true };
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

function settling({ input: { tuning, pace } }: ClusterRun) {
  const { settleMs, pollMs, pollFloorMs } = tuning;
  return { settleMs, pollMs, pollFloorMs, pace };
}
