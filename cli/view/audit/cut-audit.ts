import type { AuditReport } from '#domain/audit/audit-report.ts';
import { jsonPieces } from '../terminal/json-pieces.ts';

/** What was left out of a list, by how many entries. */
interface CutLists {
  readonly findings: number;
  readonly pods: number;
  readonly problems: number;
  readonly voidWaivers: number;
}

const mostBytes = 10_000_000;
const limits = [10_000, 3_000, 1_000, 300, 100, 30, 10];

/** An audit of at most 10 MB of JSON, its verdict and statuses untouched; `cut` counts what is left out. */
export function cutAudit(audit: AuditReport): AuditReport & { readonly cut?: CutLists } {
  const total = entriesOf(audit);
  for (const most of [Infinity, ...limits]) {
    const shown = most === Infinity ? audit : limited(audit, most);
    const { findings, pods, problems, voidWaivers } = entriesOf(shown);
    // No entry is shorter than 100 bytes: what cannot fit is not written to be measured.
    if ((findings + pods + problems + voidWaivers) * 100 > mostBytes) continue;
    const cut = {
      findings: total.findings - findings,
      pods: total.pods - pods,
      problems: total.problems - problems,
      voidWaivers: total.voidWaivers - voidWaivers,
    };
    if (isLongerThan(mostBytes - 1_000, shown) && most !== limits.at(-1)) continue;
    return Object.values(cut).every((count) => count === 0) ? shown : { ...shown, cut };
  }
  return audit;
}

function isLongerThan(most: number, audit: AuditReport): boolean {
  let bytes = 0;
  for (const piece of jsonPieces(audit, 4)) {
    bytes += Buffer.byteLength(piece);
    if (bytes > most) return true;
  }
  return false;
}

function limited(audit: AuditReport, most: number): AuditReport {
  return {
    ...audit,
    controls: audit.controls.map((each) => ({
      ...each,
      evidence: each.evidence.slice(0, most),
      undecided: each.undecided.slice(0, most),
    })),
    pods: audit.pods.slice(0, most),
    problems: audit.problems.slice(0, most),
    voidWaivers: audit.voidWaivers.slice(0, most),
  };
}

function entriesOf({ controls, pods, problems, voidWaivers }: AuditReport): CutLists {
  const findings = controls.reduce((total, each) => total + each.evidence.length + each.undecided.length, 0);
  return { findings, pods: pods.length, problems: problems.length, voidWaivers: voidWaivers.length };
}
