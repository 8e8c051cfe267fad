import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { default as draft04 } from 'ajv-draft-04';
import { default as formats } from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { auditSarif } from '#cli/view/audit/audit-sarif.ts';
import { scanSarif } from '#cli/view/scan/scan-sarif.ts';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { auditedLive } from '../../../builders/a-live-cluster.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { aRemovalFinding } from '../../../builders/a-removal-finding.ts';

/** Microsoft's copy of what OASIS publishes; code hosts refuse what does not keep to it. */
const ajv = new draft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(schema);
const problemsOf = (log: object) => (validate(JSON.parse(JSON.stringify(log))) ? [] : validate.errors);

const waiver = aControlWaiver({ resource: 'Pod/shop/*' });
const problems = [{ location: 'b c/d#1.yaml:3', message: 'not valid YAML' }];

describe('SARIF keeps to its schema', () => {
  it('the schema finds what does not', () => {
    expect(problemsOf({ version: '2.1.0', runs: [{ results: [] }] })).not.toEqual([]);
  });

  it('an audit with everything there is: failures, warnings, notes, what is unknown, waived and unreadable', () => {
    const audit = auditedLive({
      objects: [aPod({ metadata: { name: 'root' }, context: { runAsUser: 0, privileged: true } })],
      arm: { autoUpgradeProfile: {}, networkProfile: { networkPlugin: 'none' } },
      unread: [
        {
          part: 'rbac',
          resource: 'Cluster',
          permission: 'list roles',
          why: 'no',
          kind: 'kubernetes-refused',
        },
      ],
      waivers: [waiver],
      options: { targetMinor: null },
    });
    const whole: AuditReport = { ...audit, pods: [], problems };
    const statuses = new Set(whole.controls.map(({ status }) => status));
    expect([...statuses].toSorted()).toEqual(['FAIL', 'NOT_APPLICABLE', 'PASS', 'UNKNOWN', 'WAIVED', 'WARN']);
    const places = new Map([
      ['Pod/shop/root', (field?: string) => `/abs/shop/web 1.yaml:7${field === undefined ? '' : ':5'}`],
    ]);
    const log = auditSarif(whole, { places, whole: 'aks-1', arm: null }, '1.0.0');
    expect(JSON.stringify(log)).toContain('"startColumn":5');
    for (const arm of [null, 'cluster.json'])
      expect(problemsOf(auditSarif(whole, { places, whole: 'aks-1', arm }, '1.0.0'))).toEqual([]);
  });

  it('a scan', () => {
    const waived = { reason: 'r', owner: 'o', expires: '2026-12-31T00:00:00Z' };
    const scan: RemovalScan = {
      target: '1.34',
      verdict: 'BLOCK',
      unknown: 'newer than known',
      findings: [
        aRemovalFinding(),
        aRemovalFinding({ severity: 'WARN', waived }),
        aRemovalFinding({ rule: 'unread-source', severity: 'UNKNOWN', name: null, namespace: null }),
      ],
      problems,
      notRendered: [],
      checkManually: [{ id: 'a', what: 'b', check: 'c', source: 'https://d' }],
      statistics: {
        objects: 1,
        files: 1,
        skipped: 0,
        templates: 0,
        ignored: 0,
        events: 0,
        requests: 0,
        pages: 0,
        seconds: 0,
      },
    };
    expect(problemsOf(scanSarif(scan, '1.0.0'))).toEqual([]);
  });
});
