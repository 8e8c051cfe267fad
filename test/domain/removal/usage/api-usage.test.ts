import { describe, expect, it } from 'vitest';
import { judgeUsage, readUsage } from '#domain/removal/usage/api-usage.ts';
import { countUsage } from '#domain/removal/usage/usage-count.ts';

const gauge = (group: string, version: string, resource: string, value = 1, subresource = '') =>
  `apiserver_requested_deprecated_apis{group="${group}",removed_release="1.25",resource="${resource}",subresource="${subresource}",version="${version}"} ${value}`;
const total = (verb: string, resource: string, count: number, code = 200) =>
  `apiserver_request_total{code="${code}",component="apiserver",dry_run="",group="policy",resource="${resource}",scope="cluster",subresource="",verb="${verb}",version="v1beta1"} ${count}`;
const now = Date.parse('2026-11-27T12:00:00Z');
const budgets = gauge('policy', 'v1beta1', 'poddisruptionbudgets');

const read = (...lines: readonly string[]) => readUsage(['# HELP x y', ...lines, ''].join('\n'));
const judge = (...lines: readonly string[]) => judgeUsage(read(...lines), 25, 'gate', { known: [], now });

describe("an API server's usage metric", () => {
  it('says which deprecated versions were asked for, how, and since when', () => {
    const started = 'process_start_time_seconds 1.764e+09';
    expect(
      read(
        started,
        total('LIST', 'poddisruptionbudgets', 2),
        budgets,
        total('LIST', 'poddisruptionbudgets', 3, 500),
      ),
    ).toEqual({
      usages: [
        {
          apiVersion: 'policy/v1beta1',
          resource: 'poddisruptionbudgets',
          subresource: '',
          requests: { LIST: 5 },
        },
      ],
      since: 1_764_000_000_000,
    });
  });

  it('passes over what is not deprecated, and what it does not know', () => {
    expect(read(total('POST', 'pods', 5), gauge('a', 'v1', 'b', 0), 'nonsense{', 'up 1')).toEqual({
      usages: [],
      since: null,
    });
    expect(judge(gauge('example.com', 'v1beta1', 'databases'))).toEqual([]);
  });

  it('blocks where there are writes, and says how often who did what', () => {
    expect(
      judge(budgets, total('LIST', 'poddisruptionbudgets', 9), total('PATCH', 'poddisruptionbudgets', 1)),
    ).toMatchObject([
      {
        severity: 'BLOCK',
        apiVersion: 'policy/v1beta1',
        kind: 'PodDisruptionBudget',
        name: null,
        source: 'api-metrics',
        evidence: 'an API server received requests for it: LIST 9, PATCH 1',
      },
    ]);
  });

  it('warns of readers alone: what collects garbage and backs up reads all that is served', () => {
    expect(
      judge(budgets, total('LIST', 'poddisruptionbudgets', 9), total('WATCH', 'poddisruptionbudgets', 1)),
    ).toMatchObject([{ severity: 'WARN', removedIn: '1.25' }]);
  });

  it('blocks where nothing tells readers from writers', () => {
    expect(judge(budgets)).toMatchObject([{ severity: 'BLOCK' }]);
  });

  it("knows evictions, which are nobody's objects", () => {
    expect(judge(gauge('policy', 'v1beta1', 'pods', 1, 'eviction'))).toMatchObject([{ kind: 'Eviction' }]);
  });
});

describe('whether AKS itself would refuse the upgrade', () => {
  const startedHoursAgo = (hours: number) => `process_start_time_seconds ${(now - hours * 3_600_000) / 1000}`;
  const judgeFlows = (...lines: readonly string[]) => {
    const flows = gauge('flowcontrol.apiserver.k8s.io', 'v1beta3', 'flowschemas');
    return judgeUsage(read(flows, ...lines), 32, 'gate', { known: [], now })[0]?.aks;
  };
  const asked = (verb: string) =>
    total(verb, 'flowschemas', 1).replace('group="policy"', flowGroup).replace('v1beta1', 'v1beta3');
  const flowGroup = 'group="flowcontrol.apiserver.k8s.io"';

  it('is certain while the counts are no older than its look back', () => {
    expect(judgeFlows(startedHoursAgo(11), asked('PATCH'))).toEqual({ stops: 'yes', until: null });
  });

  it('is open where the counts are older, or say nothing of verbs', () => {
    expect(judgeFlows(startedHoursAgo(13), asked('PATCH'))).toEqual({ stops: 'perhaps', until: null });
    expect(judgeFlows()).toEqual({ stops: 'perhaps', until: null });
  });

  it('counts the time without writes by earlier reads', () => {
    const flows = gauge('flowcontrol.apiserver.k8s.io', 'v1beta3', 'flowschemas');
    const usage = read(flows, startedHoursAgo(90), asked('PATCH'));
    const quietFor = (hours: number) => {
      const at = now - hours * 3_600_000;
      const known = countUsage(usage, [], at);
      return judgeUsage(usage, 32, 'gate', { known, now })[0]?.aks;
    };
    expect(quietFor(2)).toEqual({ stops: 'perhaps', until: '2026-11-27T23:00:00.000Z' });
    expect(quietFor(13)).toEqual({ stops: 'no', until: null });
  });

  it('is no for readers, and before 1.26', () => {
    expect(judgeFlows(startedHoursAgo(1), asked('LIST'))).toEqual({ stops: 'no', until: null });
    expect(judge(budgets, total('PATCH', 'poddisruptionbudgets', 1))[0]?.aks).toEqual({
      stops: 'no',
      until: null,
    });
  });
});
