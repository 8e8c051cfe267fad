import { describe, expect, it } from 'vitest';
import { auditMarkdown } from '#cli/view/audit/audit-markdown.ts';
import { auditSarif } from '#cli/view/audit/audit-sarif.ts';
import { auditText } from '#cli/view/audit/audit-text.ts';
import { reportHtml } from '#cli/view/report/report-html.ts';
import { reportJunit } from '#cli/view/report/report-junit.ts';
import { reportMarkdown } from '#cli/view/report/report-markdown.ts';
import { reportPage } from '#cli/view/report/report-page.ts';
import { scanMarkdown } from '#cli/view/scan/scan-markdown.ts';
import { scanText } from '#cli/view/scan/scan-text.ts';
import { campaignText } from '#cli/view/status/campaign-text.ts';
import { statusTree } from '#cli/view/status/status-tree.ts';
import { jsonText } from '#cli/view/terminal/print.ts';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { describeFailure, failure } from '#domain/failure.ts';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { printableLines } from '#domain/text/printable.ts';
import { summaryText } from '#domain/text/summary-text.ts';
import { campaignPage } from '#workflows/page/campaign-page.ts';
import { clusterPage } from '#workflows/page/cluster-page.ts';
import { aRemovalFinding } from '../../builders/a-removal-finding.ts';
import { halfWay } from './status/a-status.ts';
import { withoutColour } from './terminal/without-colour.ts';

/** Clears the screen, sets a title, links, turns the direction of text, hides it, and is markup of every kind. */
const hostile =
  '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnp.exe\u2066\u{e0041}\u2028![i](https://evil.example/x)<img src=x onerror=alert(1)>[a](http://evil.example) www.evil.example <!channel> @all ]]>';

const evidence = [
  {
    resource: hostile,
    container: hostile,
    reason: hostile,
    severity: 'medium' as const,
    outcome: 'fail' as const,
  },
];
const audit: AuditReport = {
  verdict: 'FAIL',
  controls: [
    {
      id: 'SB-POD-03',
      title: 'Containers do not run as root',
      area: 'pod-security',
      severity: 'medium',
      profile: 'recommended',
      benchmarks: [],
      status: 'FAIL',
      notApplicable: null,
      evidence,
      undecided: evidence,
      remediation: 'Set runAsNonRoot.',
    },
  ],
  pods: [],
  problems: [{ location: hostile, message: hostile }],
  voidWaivers: [
    { waiver: { control: hostile, resource: hostile, owner: hostile, place: hostile }, why: hostile },
  ],
};
const scan: RemovalScan = {
  target: '1.34',
  verdict: 'BLOCK',
  unknown: null,
  findings: [aRemovalFinding({ name: hostile, namespace: hostile, evidence: hostile, changes: hostile })],
  problems: [{ location: hostile, message: hostile }],
  notRendered: [],
  checkManually: [],
  statistics: {
    objects: 1,
    files: 1,
    skipped: 0,
    templates: 0,
    ignored: 0,
    events: 0,
    requests: 0,
    pages: 0,
    seconds: 0.1,
  },
};
const wait = { since: '2026-11-20T10:00:00Z', until: '2026-11-21T10:00:00Z', act: hostile };
const status: CampaignStatus = halfWay({
  target: hostile,
  reason: hostile,
  phase: 'NeedsDecision',
  waitingFor: [
    { ...wait, kind: 'gate', name: hostile },
    { ...wait, kind: 'freeze', name: hostile },
  ],
  decisions: [{ at: '2026-11-20T10:00:00Z', verb: 'start', by: hostile, target: hostile, reason: hostile }],
  notRestored: [
    {
      cluster: hostile,
      pool: hostile,
      setting: hostile,
      value: hostile,
      condition: hostile,
      command: hostile,
    },
  ],
} as unknown as Partial<CampaignStatus>);
const wronged = {
  ...status,
  stages: status.stages.map((stage) => ({
    ...stage,
    name: hostile,
    clusters: stage.clusters.map((cluster) => ({
      ...cluster,
      name: hostile,
      phase: 'NeedsDecision' as const,
      reason: hostile,
      steps: cluster.steps.map((each) => ({ ...each, name: hostile, detail: hostile, blockedBy: hostile })),
    })),
  })),
} as CampaignStatus;
const view = { status: wronged, plan: null, namespace: hostile, timeZone: 'UTC', palette: withoutColour };
const report = reportPage({ status: wronged, plan: null, now: Date.parse('2026-11-21T00:00:00Z') }, 'UTC');
const [cluster] = wronged.stages.flatMap(({ clusters }) => clusters);

const onTerminals: Readonly<Record<string, () => Promise<string> | string>> = {
  status: () => printableLines(statusTree(view)),
  describe: () => printableLines(campaignText({ ...view, now: Date.parse('2026-11-21T00:00:00Z') } as never)),
  audit: () => auditText(audit, withoutColour),
  scan: () => printableLines(scanText(scan, withoutColour)),
  'an error': () => printableLines(`error: ${hostile}`),
  failure: () => describeFailure(failure('unclassified', hostile, { code: hostile })),
};
const asMarkdown: typeof onTerminals = {
  'report -o md': () => reportMarkdown(report),
  'audit -o md': () => auditMarkdown(audit),
  'scan -o md': () => scanMarkdown(scan),
  "a campaign's page in Temporal": () => campaignPage(wronged),
  "a cluster's page in Temporal": () =>
    clusterPage({
      name: hostile,
      stage: hostile,
      campaign: 'k8s-1-34',
      at: '2026-11-20T10:00:00Z',
      pace: null,
      report: {
        ...cluster!,
        waitingFor: wronged.waitingFor,
        window: null,
        notRestored: wronged.notRestored,
      } as never,
    }),
  'a summary in Temporal': () => summaryText(hostile),
};
const asMarkup: typeof onTerminals = {
  'report -o html': () => reportHtml(report),
  'report -o junit': () => reportJunit(wronged),
};
const asJson: typeof onTerminals = {
  json: () => jsonText({ kind: 'CampaignStatus', status: wronged }),
  sarif: () =>
    printableLines(
      JSON.stringify(auditSarif(audit, { places: new Map(), whole: hostile, arm: null }, hostile)),
    ),
};

const steering = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\u{e0000}-\u{e007f}]/u;
const without = (text: string) => text.replaceAll(/[\n\t]/g, '');

describe('a text from elsewhere that means harm', () => {
  it.each(Object.entries({ ...onTerminals, ...asMarkdown, ...asMarkup, ...asJson }))(
    'steers no terminal by %s',
    async (_, draw) => {
      const text = await draw();
      expect(text).toMatch(/owned|evil/);
      expect(without(text)).not.toMatch(steering);
    },
  );

  it.each(Object.entries(asMarkdown))('is no image, link, tag or address in %s', async (_, draw) => {
    const text = (await draw()).replaceAll(/```[\s\S]*?```|`[^`]*`/g, '');
    expect(text).not.toMatch(/(?<!\\)!?\[[^\]]*(?<!\\)\]\(https?:/);
    expect(text).not.toMatch(/https?:\/\/|www\.evil/);
    expect(text).not.toMatch(/<(?:img|!)/);
  });

  it.each(Object.entries(asMarkup))('is no element in %s', async (_, draw) => {
    expect(await draw()).not.toMatch(/<img|<!channel|\]\]>/);
  });

  it('is the same text again when JSON is read', () => {
    expect(JSON.parse(jsonText({ kind: 'CampaignStatus', text: hostile }))).toMatchObject({ text: hostile });
  });
});
