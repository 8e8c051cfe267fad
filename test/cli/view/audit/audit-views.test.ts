import { describe, expect, it } from 'vitest';
import type { Places } from '#cli/inspect/audit-manifests.ts';
import { auditHtml } from '#cli/view/audit/audit-html.ts';
import { auditMarkdown } from '#cli/view/audit/audit-markdown.ts';
import { auditSarif } from '#cli/view/audit/audit-sarif.ts';
import { auditText } from '#cli/view/audit/audit-text.ts';
import { paletteFor } from '#cli/view/terminal/colour.ts';
import type { ControlReport } from '#domain/audit/audit.ts';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import type { Severity } from '#domain/audit/control/severity.ts';

const plain = paletteFor({ noColour: true, env: {}, isTerminal: false });

const aReport = (changes: Partial<ControlReport> = {}): ControlReport => ({
  id: 'SB-POD-03',
  title: 'Containers do not run as root',
  area: 'pod-security',
  profile: 'recommended',
  benchmarks: [],
  severity: 'medium',
  status: 'FAIL',
  notApplicable: null,
  evidence: [
    {
      resource: 'Pod/shop/web',
      container: 'main',
      outcome: 'fail' as const,
      reason: 'it runs as uid 0',
      severity: 'medium',
    },
  ],
  undecided: [],
  remediation: 'Set runAsNonRoot.',
  ...changes,
});

const anAudit = (controls: readonly ControlReport[], changes: Partial<AuditReport> = {}): AuditReport => ({
  verdict: 'FAIL',
  controls,
  pods: [],
  problems: [],
  voidWaivers: [],
  ...changes,
});

const waived = { reason: 'port | 80', owner: 'shop', approver: 'security', expires: '2026-12-31T00:00:00Z' };

describe('an audit in words', () => {
  it('names what fails with its evidence and remedy, what could not be read, and the verdict', () => {
    const passing = aReport({ id: 'SB-POD-04', status: 'PASS', evidence: [] });
    const problems = [{ location: 'b.yaml:3', message: 'not valid YAML' }];
    expect(auditText(anAudit([passing, aReport()], { problems }), plain).split('\n')).toEqual([
      'Namespace shop: 1 medium',
      '  medium   FAIL   SB-POD-03   it runs as uid 0',
      '      Pod/web main',
      '',
      'b.yaml:3  not valid YAML',
      '',
      'Findings: 1 medium',
      'medium SB-POD-03 (1) Containers do not run as root: Set runAsNonRoot.',
      'FAIL: 1 FAIL, 1 PASS; 1 could not be read',
    ]);
  });

  it.each([
    ['of its worst finding, with the subject', 'critical', 'FAIL', undefined],
    ['of the control once that is waived', 'medium', 'WAIVED', waived],
  ])('shows the severity %s', (_, severity, status, waiver) => {
    const finding = {
      resource: 'ClusterRoleBinding/b',
      subject: 'Group devs',
      outcome: 'fail' as const,
      reason: 'it has cluster-admin',
      severity: 'critical' as const,
      ...(waiver === undefined ? {} : { waived: waiver }),
    };
    const audit = anAudit([aReport({ evidence: [finding] })]);
    expect(auditText(audit, plain)).toContain(`  critical   ${status}   SB-POD-03   it has cluster-admin`);
    expect(auditText(audit, plain)).toContain('      ClusterRoleBinding/b Group devs');
    expect(auditMarkdown(audit)).toContain(`| ${severity} |`);
  });

  it('says what is not known, and lets no control character of a name through', () => {
    const undecided = [
      {
        resource: 'Pod/shop/\u001b[31m',
        outcome: 'undecided' as const,
        reason: 'a selector',
        severity: 'high' as const,
      },
    ];
    const text = auditText(anAudit([aReport({ status: 'UNKNOWN', evidence: [], undecided })]), plain);
    expect(text).toContain('  high   UNKNOWN   SB-POD-03   a selector\n      Pod/?[31m');
  });

  it('lets none through of what could not be read', () => {
    const problems = [{ location: 'a\u001b[31m.yaml', message: '\u0007bad' }];
    expect(auditText(anAudit([], { problems }), plain).split('\n')).toContain('a?[31m.yaml  ?bad');
  });
});

describe('the findings of an audit in words', () => {
  const finding = (resource: string, severity: Severity, reason: string, container?: string) => ({
    resource,
    outcome: 'fail' as const,
    reason,
    severity,
    ...(container === undefined ? {} : { container, paths: ['spec.containers[0]'] }),
  });

  it('stand by namespace and cause, the most severe first, each cause once with its count', () => {
    const evidence = [
      finding('Pod/shop/a', 'low', 'r1', 'main'),
      finding('Pod/shop/a', 'low', 'r1', 'side'),
      finding('Pod/shop/b', 'low', 'r1', 'main'),
      finding('Pod/shop/b', 'high', 'r2'),
      finding('Pod/pay/c', 'critical', 'r2'),
      finding('ClusterRole/d', 'medium', 'r3'),
    ];
    const places: Places = new Map([
      ['Pod/shop/a', (field?: string) => (field === undefined ? 'a.yaml:1' : 'a.yaml:7:9')],
    ]);
    const text = auditText(anAudit([aReport({ evidence })]), plain, { places });
    expect(text.split('\n').slice(0, -3)).toEqual([
      'Namespace pay: 1 critical',
      '  critical   FAIL   SB-POD-03   r2',
      '      Pod/c',
      '',
      'Namespace shop: 1 high, 3 low',
      '  high   FAIL   SB-POD-03   r2',
      '      Pod/b',
      '  low    FAIL   SB-POD-03   r1 (3)',
      '      Pod/a main a.yaml:7:9, side a.yaml:7:9',
      '      Pod/b main',
      '',
      'Cluster: 1 medium',
      '  medium   FAIL   SB-POD-03   r3',
      '      ClusterRole/d',
      '',
    ]);
  });

  it('end with at most ten lines of what to do first, however much fails', () => {
    const controls = Array.from({ length: 40 }, (_, at) =>
      aReport({
        id: `SB-POD-${at}`,
        evidence: Array.from({ length: 30 }, (__, pod) => finding(`Pod/shop/p${pod}`, 'high', 'r')),
      }),
    );
    const lines = auditText(anAudit(controls), plain).split('\n');
    const summary = lines.slice(lines.lastIndexOf('') + 1);
    expect(summary.length).toBeLessThanOrEqual(10);
    expect(summary.at(-2)).toBe('and 34 more controls');
    expect(lines).toContain('      and 25 more (-o json)');
  });
});

describe('an audit as HTML', () => {
  it('is one file without a script, in which all that others wrote is escaped', async () => {
    const hostile = '<script>alert(1)</script><img src=x onerror=1>"\'&\u001b[31m';
    const evidence = [
      {
        resource: `Pod/${hostile}/${hostile}`,
        outcome: 'fail' as const,
        reason: hostile,
        severity: 'high' as const,
      },
    ];
    const problems = [{ location: hostile, message: hostile }];
    const page = await auditHtml(anAudit([aReport({ evidence })], { problems }), new Map());
    for (const each of ['<script', '<img', '<link', '\u001b']) expect(page).not.toContain(each);
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).toContain('color-scheme: light dark');
    expect(page).toContain('<h1>Security audit: FAIL</h1>');
  });
});

describe('an audit for a pull request', () => {
  it("has a row a control, and shows of other people's words what stands there", () => {
    const evidence = [
      {
        resource: 'Pod/shop/<b>',
        outcome: 'fail' as const,
        reason: 'a|b',
        severity: 'medium' as const,
        waived,
      },
    ];
    const places = new Map([[evidence[0]!.resource, () => 'k8s/web.yaml:12']]);
    expect(auditMarkdown(anAudit([aReport({ status: 'WAIVED', evidence })]), places)).toContain(
      '(k8s/web.yaml:12)',
    );
    expect(auditMarkdown(anAudit([aReport({ status: 'WAIVED', evidence })]))).toContain(
      '| WAIVED | SB-POD-03 Containers do not run as root | medium | Pod/shop/&lt;b>: a\\|b (waived by shop: port \\| 80) |',
    );
  });

  it('fits into a comment, however much fails', () => {
    const evidence = Array.from({ length: 500 }, (_, at) => ({
      resource: `Deployment/shop/${'x'.repeat(200)}${at}`,
      outcome: 'fail' as const,
      reason: 'r'.repeat(500),
      severity: 'high' as const,
    }));
    const controls = Array.from({ length: 50 }, () => aReport({ evidence }));
    const problems = Array.from({ length: 500 }, () => ({
      location: 'l'.repeat(300),
      message: 'm'.repeat(300),
    }));
    const text = auditMarkdown(anAudit(controls, { problems }));
    expect(text).toContain('and 497 more');
    expect(text).toContain('### Security audit: FAIL');
    expect(text.length).toBeLessThan(65_536);
  });

  it('fits also where every character is written as five, and says how many controls are not listed', () => {
    const reason = '@'.repeat(500);
    const evidence = Array.from({ length: 3 }, () => ({
      resource: reason,
      outcome: 'fail' as const,
      reason,
      severity: 'high' as const,
    }));
    const problems = Array.from({ length: 30 }, () => ({ location: reason, message: reason }));
    const text = auditMarkdown(
      anAudit(
        Array.from({ length: 50 }, () => aReport({ evidence })),
        { problems },
      ),
    );
    const rows = text.split('\n').filter((line) => line.startsWith('| FAIL')).length;
    expect(text.length).toBeLessThan(65_536);
    expect(rows).toBeGreaterThan(10);
    expect(text).toContain(`${50 - rows} more not listed.`);
  });
});

describe('an audit as SARIF', () => {
  const resultsOf = (report: ControlReport, places: Places, arm: string | null = null) => {
    const log = auditSarif(anAudit([report]), { places, whole: 'shop/web.yaml:7', arm }, '1.0.0');
    return [...(log as { runs: readonly { results: Iterable<object> }[] }).runs[0]!.results];
  };

  it('has a result an object, at its line', () => {
    expect(resultsOf(aReport(), new Map([['Pod/shop/web', () => 'shop/web.yaml:7']]))).toEqual([
      {
        ruleId: 'SB-POD-03',
        level: 'warning',
        message: { text: 'Containers do not run as root. Pod/shop/web main: it runs as uid 0' },
        locations: [
          { physicalLocation: { artifactLocation: { uri: 'shop/web.yaml' }, region: { startLine: 7 } } },
        ],
        partialFingerprints: { 'drydockControl/v1': 'SB-POD-03|Pod/shop/web|main' },
      },
    ]);
  });

  it.each<[readonly string[] | undefined, string, object]>([
    [undefined, 'shop/web.yaml:7', { startLine: 7 }],
    [['spec'], 'shop/web.yaml:7', { startLine: 7 }],
    [['spec.containers[0]', 'spec.volumes[1]'], 'shop/web.yaml:9:5', { startLine: 9, startColumn: 5 }],
  ])('has the line and column of the first of %j', (paths, location, region) => {
    const asked: (string | undefined)[] = [];
    const place = (field?: string) => {
      asked.push(field);
      return location;
    };
    const evidence = { resource: 'Pod/shop/web', outcome: 'fail', reason: 'r', severity: 'low' } as const;
    const report = aReport({ evidence: [{ ...evidence, ...(paths && { paths }) }] });
    expect(resultsOf(report, new Map([['Pod/shop/web', place]]))).toMatchObject([
      { locations: [{ physicalLocation: { artifactLocation: { uri: 'shop/web.yaml' }, region } }] },
    ]);
    expect(asked).toEqual([paths?.[0]]);
  });

  it('places an undefined namespace where an object of it is', () => {
    const report = aReport({
      evidence: [{ resource: 'Namespace/shop', outcome: 'fail' as const, reason: 'r', severity: 'low' }],
    });
    expect(resultsOf(report, new Map([['Pod/shop/web', () => 'shop/web.yaml:7']]))).toMatchObject([
      { locations: [{ physicalLocation: { artifactLocation: { uri: 'shop/web.yaml' } } }] },
    ]);
  });

  it.each([
    ['what Azure says', 'AgentPool/np1', 'cluster.json'],
    ['a namespace with nothing in it', 'Namespace/default', 'shop/web.yaml'],
    ['an object without a place', 'ClusterRole/shop', 'shop/web.yaml'],
  ])('puts %s at a file as a whole, at no line of something else', (_, resource, uri) => {
    const report = aReport({ evidence: [{ resource, outcome: 'fail', reason: 'r', severity: 'low' }] });
    const places = new Map([['Pod/shop/web', () => 'shop/web.yaml:7']]);
    expect(resultsOf(report, places, 'cluster.json')).toMatchObject([
      { locations: [{ physicalLocation: { artifactLocation: { uri } } }] },
    ]);
    expect(JSON.stringify(resultsOf(report, places, 'cluster.json'))).not.toContain('startLine');
  });

  it('suppresses what is waived', () => {
    const evidence = [
      {
        resource: 'Pod/shop/web',
        outcome: 'fail' as const,
        reason: 'r',
        severity: 'medium' as const,
        waived,
      },
    ];
    expect(resultsOf(aReport({ evidence }), new Map())).toMatchObject([
      { suppressions: [{ kind: 'external', status: 'accepted', justification: 'port | 80' }] },
    ]);
  });
});
