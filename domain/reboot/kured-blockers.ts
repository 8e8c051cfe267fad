import { readPrometheusAnswer } from '../metric/prometheus-answer.ts';
import { type ArgumentSource, isSwitchedOn, readKuredArguments } from './kured-arguments.ts';

/** What keeps a kured from rebooting a node that waits for it. */
export interface KuredBlockers {
  /** Label selectors: a pod on the node that meets one, and has not ended. */
  readonly podSelectors: readonly string[];
  /** null: it asks no Prometheus. */
  readonly alerts: { readonly address: string; readonly query: string } | null;
}

/** By its arguments. Source: kured 1.23, cmd/kured, pkg/blockers. */
export function kuredBlockers(source: ArgumentSource): KuredBlockers {
  const given = readKuredArguments(source);
  const address = given('prometheus-url').at(-1) ?? '';
  const query = alertsQuery({
    filter: given('alert-filter-regexp').at(-1) ?? null,
    isMatchOnly: isSwitchedOn(source, 'alert-filter-match-only'),
    isFiringOnly: isSwitchedOn(source, 'alert-firing-only'),
  });
  return { podSelectors: given('blocking-pod-selector'), alerts: address === '' ? null : { address, query } };
}

interface AlertFilter {
  /** Alerts that it matches are passed over, or with `isMatchOnly` alone count; an empty one matches every alert. */
  readonly filter: string | null;
  readonly isMatchOnly: boolean;
  readonly isFiringOnly: boolean;
}

/**
 * The alerts that block, as a query: anyone who can edit kured's arguments writes the filter, so Prometheus matches it and no worker.
 * Both read RE2; kured matches it anywhere in the name, Prometheus only the whole name.
 */
function alertsQuery({ filter, isMatchOnly, isFiringOnly }: AlertFilter): string {
  const matchers = [
    'alertname!=""',
    ...(filter === null
      ? []
      : [`alertname${isMatchOnly ? '=~' : '!~'}${JSON.stringify(`.*(?:${filter}).*`)}`]),
    ...(isFiringOnly ? ['alertstate="firing"'] : []),
  ];
  return `ALERTS{${matchers.join(',')}} != 0`;
}

/** The names of the alerts in an answer of Prometheus, each once; null: it is no such answer. */
export function alertsIn(text: string): readonly string[] | null {
  const answer = readPrometheusAnswer(text);
  if (answer.kind === 'refused') return null;
  const names = answer.samples.map(({ labels }) => labels.alertname);
  return names.every((name) => name !== undefined) ? [...new Set(names)].toSorted() : null;
}

/**
 * The API server's way to a service of the cluster, from the address that kured has for it; null: it is none of a service.
 * `namespace`: kured's own, for a name without one.
 */
export function servicePath(address: string, namespace: string): string | null {
  const { scheme, name, own = namespace, port, path = '' } = serviceUrl.exec(address)?.groups ?? {};
  if (scheme === undefined) return null;
  const usualPort = scheme === 'https' ? '443' : '80';
  return `/api/v1/namespaces/${own}/services/${scheme}:${name}:${port ?? usualPort}/proxy${path.replace(/\/$/, '')}`;
}

/** Anyone who writes the address must not lead us elsewhere on the API server: neither dots nor escapes in its path. */
const serviceUrl =
  /^(?<scheme>https?):\/\/(?<name>[a-z0-9-]+)(?:\.(?<own>[a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?)?\.?(?::(?<port>\d+))?(?<path>(?:\/[\w-]+)*\/?)$/;
