import type { Audit, ControlReport, Evidence } from '../../audit/audit.ts';
import { type Severity, severities } from '../../audit/control/control.ts';
import { type Found, firstNames } from '../findings/preflight-finding.ts';

/**
 * The controls that fail now, at or above the threshold and not waived, and those that are unknown: one sentence for each group,
 * however many there are.
 */
export function checkBaseline(
  { controls }: Audit,
  { name, threshold }: { readonly name: string; readonly threshold: Severity },
): readonly Found[] {
  const weighs = (severity: Severity) => severities.indexOf(severity) <= severities.indexOf(threshold);
  const failing = controls.filter(
    ({ status, evidence }) =>
      status === 'FAIL' && evidence.some((each) => isOpen(each) && weighs(each.severity)),
  );
  const unacknowledged = controls.filter(({ status, severity }) => status === 'UNKNOWN' && weighs(severity));
  const [first] = unacknowledged;
  return [
    ...(failing.length === 0
      ? []
      : [
          {
            ...about('blocker'),
            what: `${count(failing)} ${failing.length === 1 ? 'fails' : 'fail'}`,
            why: `severity ${threshold} or higher`,
            todo: `run drydock audit --cluster ${name} for the objects`,
            evidence: firstNames(failing.map(({ id }) => id)),
          },
        ]),
    ...(first === undefined
      ? []
      : [
          {
            ...about('unknown'),
            what: `unknown: ${count(unacknowledged)}`,
            why: first.undecided[0]?.reason ?? '',
            todo: '',
            evidence: firstNames(unacknowledged.map(({ id }) => id)),
          },
        ]),
  ];
}

function about(level: 'blocker' | 'unknown') {
  return { check: 'securityBaseline', level, pool: null } as const;
}

function isOpen({ waived }: Evidence): boolean {
  return waived === undefined;
}

function count(controls: readonly ControlReport[]): string {
  return controls.length === 1 ? '1 security control' : `${controls.length} security controls`;
}
