import type { PostureReport } from '#domain/audit/posture/posture-difference.ts';

const figures = {
  at: '2026-11-20T08:00:00.000Z',
  digest: 'sha256:00',
  counts: { critical: 1, high: 4 },
  unknown: 0,
  first: ['SB-NET-02 (high) Namespace/shop: pods created later: no policy isolates its egress'],
};

/** Of a cluster that is no security regression; say what differs. */
export function aPostureReport(over: Partial<PostureReport> = {}): PostureReport {
  const nothing = { count: 0, first: [] };
  return {
    before: figures,
    after: figures,
    worse: nothing,
    lost: nothing,
    better: 0,
    voidWaivers: [],
    ...over,
  };
}
