import type { Runtime } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { controls } from '#domain/audit/controls/controls.ts';
import { openAuditGauges } from '#worker/audit-gauges.ts';
import { watchAudits } from '#worker/watch-audits.ts';

const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
const first = {
  at: '2026-12-02T03:00:00Z',
  clusters: [
    { name: 'aks-a', findings: { ...none, high: 2 }, isRead: true },
    { name: 'aks-b', findings: none, isRead: false },
  ],
  controls: { 'SB-POD-02': 2 },
};

function openMeter() {
  const shown = new Map<string, number>();
  const createGauge = (name: string) => ({
    set: (value: number, labels: object = {}) =>
      void shown.set([name, ...Object.values(labels).map(String)].join(' '), value),
  });
  return { shown, meter: { createGauge } as unknown as Runtime['metricMeter'] };
}

it('the gauges have the sums of the last audit; what is gone is 0', () => {
  const { shown, meter } = openMeter();
  const audited = openAuditGauges(meter);
  audited(first);
  expect(shown.get('drydock_audit_time_seconds')).toBe(Date.parse(first.at) / 1000);
  expect(shown.get('drydock_audit_findings SB-POD-02 medium')).toBe(2);
  expect(shown.get('drydock_audit_cluster_findings aks-a high')).toBe(2);
  expect([
    shown.get('drydock_audit_cluster_read aks-a'),
    shown.get('drydock_audit_cluster_read aks-b'),
  ]).toEqual([1, 0]);
  audited({ ...first, clusters: first.clusters.slice(1), controls: {} });
  expect(shown.get('drydock_audit_findings SB-POD-02 medium')).toBe(0);
  expect(shown.get('drydock_audit_cluster_findings aks-a high')).toBe(0);
  expect(shown.get('drydock_audit_cluster_read aks-a')).toBe(0);
});

it('series are bounded: one for each control, six for each cluster', () => {
  const { shown, meter } = openMeter();
  const clusters = Array.from({ length: 500 }, (_, at) => ({
    name: `aks-${at}`,
    findings: none,
    isRead: true,
  }));
  openAuditGauges(meter)({ ...first, clusters });
  expect(shown.size).toBe(1 + controls.length + 500 * 6);
});

it('a worker shows what the fleet record has, and stays as it is where nothing answers', async () => {
  const audits: object[] = [];
  const answers = [
    Promise.reject(new Error('no worker')),
    Promise.resolve({ audit: first }),
    Promise.resolve({}),
  ];
  for (const answer of answers) {
    const getHandle = () => ({ query: () => answer });
    const worker = { client: { workflow: { getHandle } } } as unknown as Parameters<typeof watchAudits>[0];
    watchAudits(
      worker,
      'drydock',
      { audited: (audit) => void audits.push(audit) },
      { debug: () => undefined },
    )();
    await answer.catch(() => undefined);
    await new Promise(setImmediate);
  }
  expect(audits).toEqual([first]);
});
