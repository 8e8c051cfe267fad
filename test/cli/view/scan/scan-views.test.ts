import { describe, expect, it } from 'vitest';
import { scanMarkdown } from '#cli/view/scan/scan-markdown.ts';
import { scanSarif } from '#cli/view/scan/scan-sarif.ts';
import { scanText } from '#cli/view/scan/scan-text.ts';
import { paletteFor } from '#cli/view/terminal/colour.ts';
import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { plainMarkdown } from '#domain/text/plain-markdown.ts';
import { aRemovalFinding } from '../../../builders/a-removal-finding.ts';

const plain = paletteFor({ noColour: true, env: {}, isTerminal: false });
const aScan = (findings: readonly RemovalFinding[], more: Partial<RemovalScan> = {}): RemovalScan => ({
  target: '1.25',
  verdict: 'BLOCK',
  unknown: null,
  findings,
  problems: [],
  notRendered: [],
  checkManually: [],
  statistics: {
    objects: 3,
    files: 1,
    skipped: 0,
    templates: 0,
    ignored: 0,
    events: 0,
    requests: 0,
    pages: 0,
    seconds: 0.1,
  },
  ...more,
});
const warned = aRemovalFinding({ rule: 'deprecated-api', severity: 'WARN', name: 'api', removedIn: '1.27' });
const waived = aRemovalFinding({
  name: 'old',
  waived: { reason: 'moves | soon', owner: 'shop', expires: '2026-12-31T00:00:00Z' },
});
const generated = aRemovalFinding({ name: null, namespace: null, evidence: 'kind: Job, generateName: job-' });

const spot = {
  id: 'ipvs',
  what: 'the mode | ipvs is deprecated',
  check: 'kube-proxy',
  source: 'https://a',
} as const;

describe('what a scan cannot see', () => {
  const scan = aScan([], { checkManually: [spot] });

  it('is reported in every form, and not at all where there is none', () => {
    expect(scanText(scan, plain)).toContain(
      'Check manually:\n  the mode | ipvs is deprecated. Check: kube-proxy\n\n',
    );
    expect(scanMarkdown(scan)).toContain('\n- the mode \\| ipvs is deprecated. Check: kube-proxy');
    expect(JSON.stringify(scanSarif(scan, '1.0.0'))).toContain('ipvs is deprecated. Check: kube-proxy');
    expect(scanText(aScan([]), plain)).not.toContain('Not seen');
    expect(scanMarkdown(aScan([]))).not.toContain('Not seen');
  });
});

describe('a scan in words', () => {
  it('names the worst first, what else changes, what could not be read, and the verdict', () => {
    const gone = aRemovalFinding({ changes: 'an empty selector means all pods' });
    const scan = aScan([warned, gone], { problems: [{ location: 'b.yaml:3', message: 'not valid YAML' }] });
    expect(scanText(scan, plain).split('\n')).toEqual([
      'SEVERITY   OBJECT                         API              LIFECYCLE                             REPLACEMENT   LOCATION',
      'BLOCK      PodDisruptionBudget shop/web   policy/v1beta1   removed in 1.25                       policy/v1     shop/web.yaml:1',
      'WARN       PodDisruptionBudget shop/api   policy/v1beta1   deprecated in 1.21, removed in 1.27   policy/v1     shop/web.yaml:1',
      '',
      'Further changes required:',
      '  PodDisruptionBudget (policy/v1beta1 -> policy/v1): an empty selector means all pods',
      '',
      'b.yaml:3  not valid YAML',
      '',
      'BLOCK for 1.25: removed APIs in use: 1, deprecated: 1; 1 problem in the input (3 objects in 1 file, 0.1 s).',
    ]);
  });

  it('says PASS nowhere where something could not be read', () => {
    const scan = aScan([], { verdict: 'UNKNOWN', problems: [{ location: '/nope', message: 'b' }] });
    expect(scanText(scan, plain)).toContain(
      '\nINCOMPLETE for 1.25: no removed or deprecated APIs in use; 1 problem in the input (3 objects in 1 file, 0.1 s).',
    );
    expect(scanMarkdown(scan)).toMatch(/^### Removed APIs: INCOMPLETE\n/);
    expect(`${scanText(scan, plain)}${scanMarkdown(scan)}`).not.toContain('PASS');
  });

  it('counts by kind what is skipped', () => {
    const statistics = { ...aScan([]).statistics, skipped: 15, templates: 3, ignored: 1 };
    const notRendered = [{ location: 'web', message: 'not rendered' }];
    expect(scanText(aScan([], { verdict: 'PASS', statistics, notRendered }), plain)).toContain(
      'in use; 12 files hold no Kubernetes object; not judged: 1 chart or kustomization (3 templates); 1 path ignored (3 objects',
    );
  });

  it('says that nothing was judged, and counts events of audit logs', () => {
    const counts = {
      objects: 0,
      files: 0,
      skipped: 0,
      templates: 0,
      ignored: 0,
      events: 0,
      requests: 0,
      pages: 0,
      seconds: 0.1,
    };
    expect(scanText(aScan([], { verdict: 'UNKNOWN', statistics: counts }), plain)).toContain(
      'UNKNOWN for 1.25: no objects found (0 objects in 0 files, 0.1 s)',
    );
    expect(scanText(aScan([], { verdict: 'PASS', statistics: { ...counts, events: 12 } }), plain)).toBe(
      'PASS for 1.25: no removed or deprecated APIs in use (12 audit events, 0.1 s).',
    );
  });

  it('names what ends beside API versions, what shows it, whose it is, and whether AKS stops for it', () => {
    const feature = {
      id: 'a',
      title: 'gitRepo volume',
      instead: 'an emptyDir',
      source: 'https://b',
    } as const;
    const shown = aRemovalFinding({
      feature,
      evidence: 'volume code is gitRepo',
      replacement: null,
      who: [{ as: 'owner', name: 'team-shop' }],
    });
    const aks = { stops: 'yes', until: '2026-11-27T13:00:00.000Z' } as const;
    const live = aRemovalFinding({ source: 'managed-fields', evidence: 'helm wrote it', aks });
    const text = scanText(aScan([shown, live]), plain);
    expect(text).toMatch(
      /gitRepo volume +removed in 1.25 +an emptyDir +shop\/web.yaml:1: volume code is gitRepo \(owner team-shop\)/,
    );
    expect(text).toContain(
      'helm wrote it; AKS refuses the upgrade until 2026-11-27T13:00:00.000Z, if there is no further use',
    );
  });

  it('says who waived what, and what has no name', () => {
    const text = scanText(aScan([waived, generated], { verdict: 'BLOCK' }), plain);
    expect(text).toContain('BLOCK (waived by shop)   PodDisruptionBudget shop/old');
    expect(text).toContain('PodDisruptionBudget generateName: job-');
  });

  it('says that nothing was found, and what is uncertain', () => {
    const scan = aScan([], { verdict: 'UNKNOWN', unknown: 'the catalogue knows Kubernetes up to 1.37' });
    expect(scanText(scan, plain)).toBe(
      'UNKNOWN for 1.25: no removed or deprecated APIs in use (3 objects in 1 file, 0.1 s).\nUncertain: the catalogue knows Kubernetes up to 1.37.',
    );
  });

  it('distinguishes what the target has no successor of yet from what will never have one', () => {
    const policy = aRemovalFinding({ kind: 'PodSecurityPolicy', replacement: null });
    const budget = aRemovalFinding({ severity: 'INFO', replacement: null });
    const schema = aRemovalFinding({
      apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3',
      kind: 'FlowSchema',
      replacement: null,
    });
    const instead = (finding: RemovalFinding) =>
      scanText(aScan([finding]), plain)
        .split('\n')[1]
        ?.split(/ {3,}/)[4];
    expect([policy, budget, schema].map(instead)).toEqual([
      'none',
      'none yet: policy/v1 from 1.21',
      'none yet: flowcontrol.apiserver.k8s.io/v1 from 1.29',
    ]);
    expect(scanText(aScan([{ ...budget, changes: 'an empty selector' }]), plain)).toContain(
      '(policy/v1beta1 -> policy/v1 from 1.21): an empty selector',
    );
    const sarif = JSON.stringify(scanSarif(aScan([policy, budget]), '1.0.0'));
    expect(sarif).toContain('(target 1.25): no replacement');
    expect(sarif).toContain('(target 1.25): none yet: policy/v1 from 1.21');
  });

  it('lets no control character of a name through', () => {
    expect(scanText(aScan([aRemovalFinding({ name: 'a\u001b[31m\nb' })]), plain)).toContain('shop/a?[31m?b ');
  });

  it('lets none through of what could not be read', () => {
    const unread = aRemovalFinding({ rule: 'unread-source', location: '/metrics', evidence: 'no\u001b[2J' });
    const scan = aScan([unread], { problems: [{ location: 'a\u001b[31m.yaml', message: '\u0007bad' }] });
    const lines = scanText(scan, plain).split('\n');
    expect(lines).toEqual(expect.arrayContaining(['/metrics  no?[2J', 'a?[31m.yaml  ?bad']));
  });
});

describe('a scan for a pull request', () => {
  it('shows names as they are, whatever they try', () => {
    const text = scanMarkdown(aScan([aRemovalFinding({ name: 'a|b <img> [x](y) @all' }), waived]));
    expect(text).toContain(String.raw`shop/a\|b &lt;img> \[x\](y) &#64;all`);
    expect(text).toContain(String.raw`| BLOCK, waived by shop: moves \| soon |`);
  });

  it('holds no more than a comment does', () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      aRemovalFinding({ name: `web-${index}`, location: `${'deep/'.repeat(20)}web.yaml:${index}` }),
    );
    const text = scanMarkdown(aScan(many));
    expect(text).toContain('250 more not listed.');
    expect(text.length).toBeLessThan(65_536);
  });

  it.each(['x', '@', '<'])('holds no more however long names, evidence and problems of %s are', (letter) => {
    const long = letter.repeat(2000);
    const findings = Array.from({ length: 400 }, (_, index) =>
      aRemovalFinding({ name: long + index, evidence: long, source: 'managed-fields', changes: 'more' }),
    );
    const problems = Array.from({ length: 400 }, () => ({ location: long, message: long }));
    const text = scanMarkdown(aScan(findings, { problems }));
    const rows = text.split('\n').filter((line) => line.startsWith('| BLOCK')).length;
    const told = text.split('\n').filter((line) => line.startsWith(`- ${plainMarkdown(letter)}`)).length;
    expect(text.length).toBeLessThan(65_536);
    expect([rows, told].map((count) => count > 10)).toEqual([true, true]);
    expect(text).toContain(`${400 - rows} more not listed.`);
    expect(text).toContain(`${400 - told} more not listed.`);
  });
});

describe('a scan for code scanning', () => {
  it('gives what is found in a cluster a file, which code hosts demand, and its place there', () => {
    const ofRelease = aRemovalFinding({ source: 'helm-release', location: 'HelmRelease/shop/web' });
    expect(scanSarif(aScan([ofRelease]), '1.0.0')).toMatchObject({
      runs: [
        {
          results: [
            {
              locations: [
                {
                  physicalLocation: { artifactLocation: { uri: 'cluster' } },
                  logicalLocations: [{ fullyQualifiedName: 'HelmRelease/shop/web' }],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('has a result an object, at its file and line, suppressed where it is waived', () => {
    const located = aRemovalFinding({ location: 'a b/#1.yaml:7' });
    const scan = aScan([located, warned, waived], { problems: [{ location: '/x.yaml', message: 'bad' }] });
    const [run] = (scanSarif(scan, '1.0.0') as { runs: [Record<string, unknown>] }).runs;
    const at = (uri: string, startLine: number) => [
      { physicalLocation: { artifactLocation: { uri }, region: { startLine } } },
    ];
    expect(run.results).toMatchObject([
      { ruleId: 'removed-api', level: 'error', locations: at('a%20b/%231.yaml', 7) },
      { ruleId: 'deprecated-api', level: 'warning', locations: at('shop/web.yaml', 1) },
      { ruleId: 'removed-api', suppressions: [{ justification: 'moves | soon' }] },
    ]);
    expect(run.invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///x.yaml' } } }] },
        ],
      },
    ]);
  });
});
