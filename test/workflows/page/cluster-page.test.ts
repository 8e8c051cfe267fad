import { describe, expect, it } from 'vitest';
import type { ClusterReport } from '#domain/status/cluster-report.ts';
import { clusterPage } from '#workflows/page/cluster-page.ts';
import { aClusterReport, aStepStatus } from '../../builders/a-campaign-status.ts';
import { aPostureReport } from '../../builders/a-posture-report.ts';

const at = '2026-11-20T10:42:33.900Z';

function pageOf(over: Partial<ClusterReport>): string {
  const report = aClusterReport({ resourceId: 'any', ...over });
  const page = clusterPage({ name: 'aks-a', stage: 'test', campaign: 'k8s-1-34', report, at, pace: null });
  return page.replaceAll('\u2003', '');
}

describe('the page of a cluster', () => {
  it('lists every step with its versions and its last moment', () => {
    const page = pageOf({
      steps: [
        aStepStatus({ phase: 'Completed', from: '1.33.5', to: '1.34.1', startedAt: at, finishedAt: at }),
        aStepStatus({ pool: 'np1', from: '1.33.5', to: '1.34.1' }),
      ],
    });
    expect(page).toContain('| control plane | ✔ Completed | 1.33.5 → 1.34.1 | 2026-11-20 10:42 UTC |  |');
    expect(page).toContain('| np1 | • NotStarted | 1.33.5 → 1.34.1 |  |  |');
  });

  it.each([
    ['drydock resume k8s-1-34 --reason TEXT', '`drydock resume k8s-1-34 --reason TEXT`'],
    ['continues automatically', 'continues automatically'],
  ])('shows %j as it may be copied', (act, shown) => {
    const page = pageOf({
      waitingFor: [{ kind: 'window', name: 'aks-a', since: at, until: at, act }],
    });
    expect(page).toContain(
      `window of aks-a since 2026-11-20 10:42 UTC until 2026-11-20 10:42 UTC: ${shown}\n`,
    );
  });

  it('shows until when a pool may go back', () => {
    const rollbackOffer = { version: '1.33.5', nodeImageVersion: 'image', until: at, because: null };
    const steps = [
      aStepStatus({ pool: 'np1', phase: 'Completed', startedAt: at, finishedAt: at, rollbackOffer }),
    ];
    expect(pageOf({ steps })).toContain('| rollback to 1.33.5 until 2026-11-20 10:42 UTC |');
    expect(
      pageOf({ steps: steps.map((each) => ({ ...each, rollbackOffer: { ...rollbackOffer, until: null } })) }),
    ).not.toContain('rollback');
  });

  it('names in full what a pool is blocked by, once the cluster knows of it', () => {
    const blockedBy = `pdb payments/api: pod payments/api-1 of Deployment payments/api on ${'n'.repeat(40)}, for 12m`;
    expect(pageOf({ steps: [aStepStatus({ pool: 'np1', phase: 'Running', blockedBy })] })).toContain(
      `| blocked by ${blockedBy} |`,
    );
    const back = aStepStatus({
      pool: 'np1',
      phase: 'RollingBack',
      detail: 'rolling back to 1.33.5',
      blockedBy,
    });
    expect(pageOf({ steps: [back] })).toContain(`| rolling back to 1.33.5, blocked by ${blockedBy} |`);
  });

  it('says who forces what, and until when', () => {
    const force = { by: 'bob', reason: 'CHG0042', step: 'control plane', until: at };
    expect(pageOf({ force })).toContain(
      '**Force:** control plane until 2026-11-20 10:42 UTC, by bob: CHG0042\n',
    );
    expect(pageOf({})).not.toContain('Force');
  });

  it('says how safe the cluster is, and what got worse without any meaning in Markdown', () => {
    const first = ['SB-NET-03 (high) Deployment/shop/web_*: it uses the network of its node'];
    const page = pageOf({ posture: aPostureReport({ worse: { count: 1, first } }) });
    expect(page).toContain('**Security:** security regression (1 worse): 1 critical, 4 high controls fail');
    expect(page).toContain('- worse: SB-NET-03 (high) Deployment/shop/web\\_\\*: it uses');
    expect(pageOf({})).not.toContain('Security');
  });

  it('says once why it needs a decision', () => {
    const reason = 'The pool failed.';
    const page = pageOf({
      phase: 'NeedsDecision',
      reason,
      steps: [aStepStatus({ phase: 'NeedsDecision', detail: reason })],
    });
    expect(page.split(reason)).toHaveLength(2);
  });

  it('stays small enough for an address with thirty pools', () => {
    const detail = 'Cannot evict pod payments/api-7c9f: it would violate its budget. '.repeat(20);
    const steps = Array.from({ length: 30 }, (_, index) =>
      aStepStatus({
        pool: `np${index}`,
        phase: 'Running',
        startedAt: at,
        detail: index === 3 ? detail : null,
      }),
    );
    expect(encodeURIComponent(pageOf({ reason: detail, steps })).length).toBeLessThan(7_800);
  });
});
