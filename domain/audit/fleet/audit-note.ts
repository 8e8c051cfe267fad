import { digestText } from '../../text/digest.ts';
import type { Audit, ControlStatus } from '../audit.ts';
import { openFindings } from '../audit-scope.ts';
import { severities } from '../control/control.ts';
import type { ClusterAudit } from './fleet-audit.ts';
import {
  digestLength,
  firstThatFit,
  lengthOf,
  longestNames,
  mostDigests,
  type NamedFinding,
} from './remembered-findings.ts';

/** What one scheduled audit found in a cluster, small enough to be remembered: digests of findings instead of findings. */
export interface AuditNote {
  readonly resourceId: string;
  readonly name: string;
  /** Of the scheduled run, the same for all of its clusters; campaign time, RFC 3339. */
  readonly at: string;
  readonly verdict: ClusterAudit['verdict'];
  /** Why nothing was read; null: it was. */
  readonly because: string | null;
  /** Those with a finding or something undecided. */
  readonly controls: readonly NotedControl[];
}

export interface NotedControl {
  readonly id: string;
  readonly status: ControlStatus;
  readonly findings: number;
  /** How many objects or parts could not be judged. */
  readonly undecided: number;
  /** Of each finding, joined; null: they are too many to be remembered. */
  readonly digests: string | null;
  /** The first findings, to be named when they are gone: as many as there is room for. */
  readonly names: readonly NamedFinding[];
}

/** The most severe controls first: where findings are too many it is those of the least severe controls that are not remembered. */
export function auditNote(
  { resourceId, name, verdict, because }: Pick<ClusterAudit, 'resourceId' | 'name' | 'verdict' | 'because'>,
  audit: Pick<Audit, 'verdict' | 'controls'> | null,
  at: string,
): AuditNote {
  let room = mostDigests;
  let roomForNames = longestNames;
  const controls = (audit?.controls ?? [])
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .flatMap((control): readonly NotedControl[] => {
      const { id, status } = control;
      const open = openFindings({ verdict: 'FAIL', controls: [control] });
      const violations = [...new Set(open.flatMap(({ fingerprints }) => fingerprints))].map(remembered);
      const digests = violations.map(({ digest }) => digest);
      const undecided = control.undecided.filter(({ waived }) => waived === undefined).length;
      if (digests.length + undecided === 0) return [];
      const isRemembered = digests.length <= room;
      if (isRemembered) room -= digests.length;
      const names = isRemembered ? firstThatFit(violations, roomForNames) : [];
      roomForNames -= lengthOf(names);
      const findings = digests.length + undecided;
      return [{ id, status, findings, undecided, digests: isRemembered ? digests.join('') : null, names }];
    });
  return { resourceId, name, at, verdict, because, controls };
}

function remembered(fingerprint: string): NamedFinding {
  return { digest: digestText(fingerprint).slice(-digestLength), fingerprint };
}
