import { cancellationSignal, sleep } from '@temporalio/activity';
import { type Audit, auditCluster } from '#domain/audit/audit.ts';
import type { AuditedCluster } from '#domain/audit/cluster/audited-cluster.ts';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import {
  closeReport,
  comparePosture,
  describeVoidWaivers,
  openReport,
  type PostureReport,
  persisting,
} from '#domain/audit/posture/posture-difference.ts';
import type { PosturePolicy } from '#domain/audit/posture/posture-policy.ts';
import { figuresOf, type PostureSnapshot, takeSnapshot } from '#domain/audit/posture/posture-snapshot.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readAudit } from '#procedures/read/read-audit.ts';
import { throwWhatPasses } from '#procedures/read/throw-what-passes.ts';
import { beating } from '../envelope/beating.ts';
import { pollDelay } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface TakePostureInput extends PacedInput {
  readonly resourceId: string;
  readonly policy: PosturePolicy;
  /** By which waivers end; campaign time (ms). */
  readonly now: number;
  /** Between two audits; campaign time (ms), but never less than `pollFloorMs` real. */
  readonly pollMs: number;
  readonly pollFloorMs: number;
}

export interface JudgePostureInput extends TakePostureInput {
  readonly before: PostureSnapshot;
}

export interface TakenPosture {
  readonly snapshot: PostureSnapshot;
  readonly report: PostureReport;
}

/** Audits a cluster before its first change. What cannot be read now is not compared later. */
export function takePosture(gateways: Gateways) {
  return async (input: TakePostureInput): Promise<TakenPosture> => {
    const { cluster, audit } = await auditNow(gateways, input, null);
    const snapshot = takeSnapshot(audit, cluster, input.policy.threshold);
    return { snapshot, report: openReport(figuresOf(audit, cluster.now), describeVoidWaivers(audit)) };
  };
}

/** Audits it again and compares. Regressions are checked twice: pods and daemons may just be starting. */
export function judgePosture(gateways: Gateways) {
  return async (input: JudgePostureInput): Promise<PostureReport> => {
    const { before, policy } = input;
    const read = async () => {
      const { cluster, audit } = await auditNow(gateways, input, before.pssMinor);
      return { audit, difference: comparePosture(before, audit, cluster.arm, policy) };
    };
    const first = await read();
    const isSame = first.difference.worse.length + first.difference.lost.length === 0;
    if (!isSame) await sleep(pollDelay(input.pace, input.pollMs, input.pollFloorMs));
    const last = isSame ? first : await read();
    return closeReport(
      before,
      figuresOf(last.audit, input.now),
      isSame ? first.difference : persisting(first.difference, last.difference),
      describeVoidWaivers(last.audit),
    );
  };
}

interface Audited {
  readonly cluster: AuditedCluster;
  readonly audit: Audit;
}

async function auditNow(
  gateways: Gateways,
  { resourceId, policy, now }: TakePostureInput,
  pssMinor: number | null,
): Promise<Audited> {
  const reading = await beating(() => readAudit(gateways, resourceId, cancellationSignal()));
  throwWhatPasses(reading);
  const cluster = clusterOfLive(reading, {
    arm: null,
    engine: null,
    targetMinor: null,
    pssMinor,
    pssLevel: null,
    now,
  });
  return { cluster, audit: auditCluster(cluster, policy.waivers) };
}
