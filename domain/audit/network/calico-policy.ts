import { readCalicoSelector } from './calico-selector.ts';
import { blockHolds, portHolds } from './destination.ts';
import { allOf, anyOf, asMatch, type Match, not, unsure } from './match.ts';
import type { Subject } from './subject.ts';

/** A NetworkPolicy or GlobalNetworkPolicy of Calico, its selectors and rules read once for all pods. */
export interface CalicoPolicy {
  /** "GlobalNetworkPolicy/deny-metadata" */
  readonly name: string;
  /** Absent: the default tier. */
  readonly tier?: string;
  /** Absent: last. */
  readonly order?: number;
  /** Whether the policy is about the subject's egress. */
  readonly selects: (subject: Subject) => Match;
  readonly rules: readonly CalicoEgressRule[];
}

export interface CalicoEgressRule {
  readonly name: string;
  /** "allow" */
  readonly action: string;
  /** Whether it is about TCP to the metadata address. */
  readonly holds: Match;
}

export interface CalicoPolicySpec {
  readonly tier?: string;
  readonly order?: number;
  readonly selector?: string;
  readonly namespaceSelector?: string;
  readonly serviceAccountSelector?: string;
  readonly types?: readonly string[];
  readonly ingress?: readonly unknown[];
  readonly egress?: readonly CalicoRule[];
  readonly doNotTrack?: boolean;
  readonly preDNAT?: boolean;
}

interface CalicoRule {
  readonly action?: string;
  readonly ipVersion?: number;
  readonly protocol?: number | string;
  readonly notProtocol?: number | string;
  readonly icmp?: unknown;
  readonly source?: Readonly<Record<string, unknown>>;
  readonly destination?: CalicoDestination;
  readonly http?: unknown;
}

interface CalicoDestination {
  readonly nets?: readonly string[];
  readonly notNets?: readonly string[];
  readonly ports?: readonly (number | string)[];
  readonly notPorts?: readonly (number | string)[];
  readonly selector?: string;
  readonly notSelector?: string;
  readonly namespaceSelector?: string;
  readonly serviceAccounts?: unknown;
  readonly services?: unknown;
  readonly domains?: readonly string[];
}

interface CalicoHome {
  /** "GlobalNetworkPolicy/deny-metadata" */
  readonly name: string;
  /** null: global. */
  readonly namespace: string | null;
  readonly isStaged: boolean;
  /** A selector may then name addresses, too. */
  readonly hasNetworkSets: boolean;
}

/** Reads what decides of a policy. */
export function readCalicoPolicy(
  spec: CalicoPolicySpec,
  { name, namespace, isStaged, hasNetworkSets }: CalicoHome,
): CalicoPolicy {
  const { tier, order, egress = [] } = spec;
  const selects = selectorOf(spec);
  return {
    name,
    ...(tier === undefined ? {} : { tier }),
    ...(order === undefined ? {} : { order }),
    selects: (subject) => {
      if (namespace !== null && namespace !== subject.namespace) return 'no';
      const match = selects(subject);
      // What a staged policy does is not known here.
      return match !== 'no' && isStaged ? unsure('the policy is staged') : match;
    },
    rules: egress.map((rule, at) => ({
      name: `${name} egress[${at}]`,
      action: (rule.action ?? '').toLowerCase(),
      holds: calicoRuleHolds(rule, hasNetworkSets),
    })),
  };
}

function selectorOf(spec: CalicoPolicySpec): CalicoPolicy['selects'] {
  if (!isOfEgress(spec) || spec.doNotTrack === true || spec.preDNAT === true) return () => 'no';
  const ofEndpoints = readCalicoSelector(spec.selector ?? '');
  const ofNamespaces = readCalicoSelector(spec.namespaceSelector ?? '');
  const ofAccounts = (spec.serviceAccountSelector ?? '') === '' ? 'yes' : unsure('serviceAccountSelector');
  return (subject) =>
    allOf([
      ofEndpoints(endpointLabels(subject)),
      ofNamespaces({ ...subject.namespaceLabels, 'projectcalico.org/name': subject.namespace }),
      ofAccounts,
    ]);
}

/** Without types: egress where there are rules of egress. */
function isOfEgress({ types = [], egress = [] }: CalicoPolicySpec): boolean {
  return types.length === 0 ? egress.length > 0 : types.includes('Egress');
}

function endpointLabels({ labels, namespace, serviceAccount }: Subject) {
  return {
    ...labels,
    'projectcalico.org/namespace': namespace,
    'projectcalico.org/orchestrator': 'k8s',
    'projectcalico.org/serviceaccount': serviceAccount,
  };
}

function calicoRuleHolds(rule: CalicoRule, hasNetworkSets: boolean): Match {
  return allOf([
    asMatch(rule.ipVersion !== 6 && rule.icmp === undefined),
    rule.protocol === undefined ? 'yes' : asMatch(isTcp(rule.protocol)),
    rule.notProtocol === undefined ? 'yes' : asMatch(!isTcp(rule.notProtocol)),
    destinationHolds(rule.destination ?? {}, hasNetworkSets),
    Object.keys(rule.source ?? {}).length === 0 ? 'yes' : unsure('a rule about its source'),
    rule.http === undefined ? 'yes' : unsure('a rule about HTTP'),
  ]);
}

function isTcp(protocol: number | string): boolean {
  return String(protocol).toUpperCase() === 'TCP' || String(protocol) === '6';
}

function destinationHolds(destination: CalicoDestination, hasNetworkSets: boolean): Match {
  const { nets, notNets = [], ports, notPorts = [], selector = '', namespaceSelector = '' } = destination;
  const isAboutEndpoints =
    selector !== '' || namespaceSelector !== '' || destination.serviceAccounts !== undefined;
  return allOf([
    nets === undefined ? 'yes' : anyOf(nets.map((each) => blockHolds(each))),
    not(anyOf(notNets.map((each) => blockHolds(each)))),
    ports === undefined ? 'yes' : asMatch(ports.some(portRangeHolds)),
    asMatch(!notPorts.some(portRangeHolds)),
    isAboutEndpoints ? endpointHolds(hasNetworkSets) : 'yes',
    (destination.notSelector ?? '') === '' ? 'yes' : unsure('notSelector'),
    destination.services === undefined ? 'yes' : unsure('services'),
    (destination.domains ?? []).length === 0 ? 'yes' : unsure('domains'),
  ]);
}

/** The metadata address is no endpoint; a network set may hold it. */
function endpointHolds(hasNetworkSets: boolean): Match {
  return hasNetworkSets ? unsure('a selector that may name a network set') : 'no';
}

/** 80, "80" or "1:1024" */
function portRangeHolds(port: number | string): boolean {
  const [first = '', last] = String(port).split(':');
  return portHolds(first, last === undefined ? undefined : Number(last));
}
