import type { Verdict } from '#activities/checks/await-settled.ts';
import type { VerifyNodesInput } from '#activities/checks/verify-nodes.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';

/** The API server's own word for the control plane. */
export function verifyControlPlane(run: ClusterRun, version: string): Promise<StepResult> {
  const { plan } = run.input;
  return judged(() =>
    run.activities.probe.verifyControlPlane.executeWithOptions(
      { summary: `Does the API server say ${version}?` },
      [{ resourceId: plan.resourceId, version, ...settling(run) }],
    ),
  );
}

/** The nodes' own word for a pool; without an image they may have whichever Azure says it has. */
export function verifyPool(
  run: ClusterRun,
  pool: string,
  version: string,
  image: Pick<VerifyNodesInput, 'nodeImageVersion' | 'imageAtLeast' | 'cordonedToo'> = {},
): Promise<StepResult> {
  const { plan } = run.input;
  return judged(() =>
    run.activities.probe.verifyNodes.executeWithOptions(
      { summary: `Do all nodes of ${pool} say ${image.imageAtLeast ?? version}?` },
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

async function judged(look: () => Promise<Verdict>): Promise<StepResult> {
  try {
    const verdict = await look();
    if (verdict.ok) return done;
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
