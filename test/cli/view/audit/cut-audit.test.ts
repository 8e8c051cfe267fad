import { describe, expect, it } from 'vitest';
import { cutAudit } from '#cli/view/audit/cut-audit.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { audited } from '../../../builders/an-audited-cluster.ts';

const of = (pods: number) => {
  const objects = Array.from({ length: pods }, (_, at) =>
    aPod({ context: { runAsUser: 0 }, metadata: { name: `web-${at}`, labels: { text: 'x'.repeat(50) } } }),
  );
  return { ...audited({ objects }), pods: [], problems: [] };
};

describe('the JSON of an audit', () => {
  it('is whole where it is small', () => {
    const small = of(3);
    expect(cutAudit(small)).toBe(small);
  });

  it('has at most 10 MB, and says how many findings are left out', () => {
    const large = of(20_000);
    const shown = cutAudit(large);
    const count = ({ controls }: Pick<typeof large, 'controls'>) =>
      controls.reduce((total, each) => total + each.evidence.length + each.undecided.length, 0);
    expect(JSON.stringify(shown, null, 2).length).toBeLessThanOrEqual(10_000_000);
    expect(shown.cut).toEqual({
      findings: count(large) - count(shown),
      pods: 0,
      problems: 0,
      voidWaivers: 0,
    });
    expect(shown.cut?.findings).toBeGreaterThan(1_000);
    expect(shown.controls.map(({ status }) => status)).toEqual(large.controls.map(({ status }) => status));
  });
});
