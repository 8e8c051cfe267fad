import { describe, expect, it } from 'vitest';
import { alertsIn, kuredBlockers, servicePath } from '#domain/reboot/kured-blockers.ts';

const blockersOf = (...args: readonly string[]) =>
  kuredBlockers({ command: ['/usr/bin/kured', '--prometheus-url=http://prometheus'], args, env: {} });

/** As Prometheus answers it: a matcher of a query matches the whole of a label (`=~`, `!~`) or is equal to it. */
function alertsOf(query: string): readonly string[] {
  const [, matchers = ''] = /^ALERTS\{(.*)\} != 0$/.exec(query) ?? [];
  const tests = [...matchers.matchAll(/(\w+)(=~|!~|!=|=)("(?:[^"\\]|\\.)*")/g)].map(
    ([, label, operator, quoted]) => {
      const value = JSON.parse(quoted!) as string;
      const [, flags, rest = value] = /^\.\*\(\?:\(\?(i)\)(.*)$/.exec(value) ?? [];
      const pattern = new RegExp(`^(?:${flags === undefined ? value : `.*(?:${rest}`})$`, flags);
      return (alert: Readonly<Record<string, string>>) => {
        const text = alert[label!] ?? '';
        const isSo = operator!.endsWith('~') ? pattern.test(text) : text === value;
        return isSo !== operator!.startsWith('!');
      };
    },
  );
  return alerts.filter((alert) => tests.every((test) => test(alert))).map(({ alertname }) => alertname);
}

/** kured's own example: pkg/alerts/prometheus_test.go. */
const alerts = [
  { alertname: 'GatekeeperViolations', alertstate: 'firing' },
  { alertname: 'PodCrashing-dev', alertstate: 'firing' },
  { alertname: 'PodRestart-dev', alertstate: 'firing' },
  { alertname: 'PrometheusTargetDown', alertstate: 'firing' },
  { alertname: 'ScheduledRebootFailing', alertstate: 'pending' },
];
const all = alerts.map(({ alertname }) => alertname);

describe("kured's filter of alerts (U9)", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['none: every active alert blocks', [], all],
    [
      'by name: what it matches is passed over',
      ['--alert-filter-regexp=Pod'],
      all.filter((name) => !name.includes('Pod')),
    ],
    ['by an end of the name', ['--alert-filter-regexp=^Pod.*-dev$'], all.filter((n) => !n.startsWith('Pod'))],
    ['by an empty text: it matches every alert', ['--alert-filter-regexp='], []],
    [
      'by one of two names',
      ['--alert-filter-regexp', 'Gatekeeper|Target'],
      ['PodCrashing-dev', 'PodRestart-dev', 'ScheduledRebootFailing'],
    ],
    [
      'turned round: only what it matches blocks',
      ['--alert-filter-regexp=Pod', '--alert-filter-match-only'],
      ['PodCrashing-dev', 'PodRestart-dev'],
    ],
    ['firing alone: pending ones are passed over', ['--alert-firing-only'], all.slice(0, 4)],
    [
      'firing alone, by name',
      ['--alert-firing-only=true', '--alert-filter-regexp=Pod'],
      ['GatekeeperViolations', 'PrometheusTargetDown'],
    ],
    [
      'whatever its case',
      ['--alert-filter-regexp=(?i)pod', '--alert-filter-match-only'],
      ['PodCrashing-dev', 'PodRestart-dev'],
    ],
    ['switched off by its value', ['--alert-firing-only=false'], all],
  ])('%s', (_, args, blocking) => {
    expect(alertsOf(blockersOf(...args).alerts!.query)).toEqual(blocking);
  });

  it('cannot leave its place in the query', () => {
    const { query } = blockersOf('--alert-filter-regexp=x"} or vector(1) #').alerts!;
    expect(query).toBe('ALERTS{alertname!="",alertname!~".*(?:x\\"} or vector(1) #).*"} != 0');
  });
});

describe("kured's blockers", () => {
  it('are none where it has none', () => {
    expect(kuredBlockers({ command: ['/usr/bin/kured'], args: [], env: {} })).toEqual({
      podSelectors: [],
      alerts: null,
    });
  });

  it('are as many pod selectors as it is given', () => {
    const { podSelectors } = blockersOf('--blocking-pod-selector=a=b', '--blocking-pod-selector', 'c in (d)');
    expect(podSelectors).toEqual(['a=b', 'c in (d)']);
  });

  it.each<[string, object, readonly string[] | null]>([
    [
      'names',
      {
        status: 'success',
        data: {
          resultType: 'vector',
          result: [
            { metric: { alertname: 'b' }, value: [0, '1'] },
            { metric: { alertname: 'a' }, value: [0, '1'] },
            { metric: { alertname: 'b' }, value: [0, '1'] },
          ],
        },
      },
      ['a', 'b'],
    ],
    ['none', { status: 'success', data: { resultType: 'vector', result: [] } }, []],
    ['an error', { status: 'error', error: 'bad' }, null],
    ['another kind of answer', { status: 'success', data: { resultType: 'scalar', result: [0, '1'] } }, null],
  ])('are read from an answer of Prometheus: %s', (_, answer, names) => {
    expect(alertsIn(JSON.stringify(answer))).toEqual(names);
  });

  it('are not read from what is no JSON', () => {
    expect(alertsIn('<html>')).toBeNull();
  });

  it.each([
    ['http://prometheus', '/api/v1/namespaces/own/services/http:prometheus:80/proxy'],
    ['http://prometheus.monitoring', '/api/v1/namespaces/monitoring/services/http:prometheus:80/proxy'],
    [
      'http://prometheus.monitoring.svc.cluster.local:9090/',
      '/api/v1/namespaces/monitoring/services/http:prometheus:9090/proxy',
    ],
    [
      'https://mimir.monitoring.svc/prometheus',
      '/api/v1/namespaces/monitoring/services/https:mimir:443/proxy/prometheus',
    ],
    ['https://prometheus.example.com', null],
    ['http://10.0.0.1:9090', null],
    ['http://me:secret@prometheus', null],
    ['http://prometheus/../../../secrets', null],
    ['http://prometheus/%2e%2e/secrets', null],
    ['prometheus:9090', null],
  ])('are asked at %s by %s', (address, path) => {
    expect(servicePath(address, 'own')).toBe(path);
  });
});
