import { describe, expect, it } from 'vitest';
import { blockedClusters, openFindingLines, preflightLines } from '#cli/view/plan/preflight-text.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const aFinding = (over: Partial<PreflightFinding> = {}): PreflightFinding => ({
  check: 'drainBlockers',
  level: 'blocker',
  cluster: 'aks-a',
  pool: 'np1',
  what: 'pdb shop/web allows 0 disruptions; the drain can never succeed',
  why: 'maxUnavailable 0',
  todo: 'ease it',
  evidence: ['shop/web-1'],
  ...over,
});
const draw = (findings: readonly PreflightFinding[]) => preflightLines(findings, withoutColour);
const support = (cluster: string) =>
  aFinding({
    cluster,
    level: 'warning',
    pool: null,
    what: '1.34.1 soon leaves support',
    why: 'w',
    evidence: [],
  });

describe('what the preflight found', () => {
  it('is reported the worst first, what is for the record as a number', () => {
    const findings = [support('aks-a'), aFinding({ level: 'info' }), aFinding()];
    expect(draw(findings)).toEqual([
      'Preflight checks (1 cluster will be blocked)   x blocks   ? unknown   ! warning',
      '  x aks-a/np1: pdb shop/web allows 0 disruptions; the drain can never succeed: maxUnavailable 0 (shop/web-1); ease it',
      '  ! aks-a: 1.34.1 soon leaves support: w; ease it',
      '    1 informational finding (-o json)',
    ]);
  });

  it('is reported once for all the clusters of which it is true', () => {
    const names = ['aks-a', 'aks-b', 'aks-c', 'aks-d', 'aks-e'];
    expect(draw(names.map(support)).slice(1)).toEqual([
      '  ! aks-a, aks-b, aks-c and 2 more: 1.34.1 soon leaves support: w; ease it',
    ]);
  });

  it('fits on a screen, however much it is', () => {
    const many = Array.from({ length: 300 }, (_, index) => aFinding({ pool: `np${index}` }));
    const lines = draw(many);
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('    and 280 more (-o json shows all)');
  });

  it('is nothing where nothing was found', () => {
    expect(draw([])).toEqual([]);
  });

  it('names as soon as a cluster is checked what no cluster before it had', () => {
    const lines = openFindingLines();
    expect(lines([support('aks-a'), aFinding({ level: 'info' })])).toEqual([draw([support('aks-a')])[1]]);
    expect(lines([support('aks-b')])).toEqual([]);
    expect(lines(Array.from({ length: 300 }, (_, index) => aFinding({ pool: `np${index}` })))).toHaveLength(
      19,
    );
  });

  it('names the blocked clusters, each once', () => {
    const findings = [
      aFinding(),
      aFinding({ pool: 'np2' }),
      support('aks-b'),
      aFinding({ cluster: 'aks-c' }),
    ];
    expect(blockedClusters(findings)).toEqual(['aks-a', 'aks-c']);
  });
});
