import { describe, expect, it } from 'vitest';
import { describePreExistingIssues, preExistingIssues } from '#domain/health/pre-existing-issues.ts';

const baselineWith = (counts: object, first: readonly string[]) => ({
  takenAt: 0,
  counts,
  first,
  known: {},
  isOverfull: false,
  onPool: null,
  revisions: '',
  digest: '',
});

describe('what was unhealthy before a cluster is touched', () => {
  it('is nothing where all was well', () => {
    expect(preExistingIssues(baselineWith({}, []))).toBeNull();
  });

  it('is counted over all checks, named by its first, and said not to block', () => {
    const found = preExistingIssues(
      baselineWith({ workloadsAvailable: 4, nodesReady: 1 }, ['a', 'b', 'c', 'd', 'e']),
    );
    expect(found).toEqual({ count: 5, first: ['a', 'b', 'c'] });
    expect(describePreExistingIssues(found!)).toBe(
      '5 pre-existing issues (not blocking): a; b; c; and 2 more',
    );
    expect(describePreExistingIssues({ count: 1, first: ['a'] })).toBe(
      '1 pre-existing issue (not blocking): a',
    );
  });

  it('is not said to be pre-existing once the campaign has changed the cluster', () => {
    const found = preExistingIssues(baselineWith({ nodesReady: 2 }, ['node n1: NotReady', 'b']), 'attempt 1');
    expect(describePreExistingIssues(found!)).toBe(
      '2 issues after attempt 1 (not blocking): node n1: NotReady; b',
    );
  });

  it('keeps its words short, whatever a cluster says', () => {
    const found = preExistingIssues(baselineWith({ restarts: 1 }, ['x'.repeat(900)]));
    expect(found!.first[0]).toHaveLength(100);
  });
});
