import { calicoSelects } from './calico-selector.ts';
import { blockHolds, portHolds } from './destination.ts';
import { allOf, anyOf, asMatch, type Match, not, unsure } from './match.ts';
import type { Subject } from './subject.ts';

/** A NetworkPolicy or GlobalNetworkPolicy of Calico. */
export interface CalicoPolicy {
  /** "GlobalNetworkPolicy/deny-metadata" */
  readonly name: string;
  /** null: global. */
  readonly namespace: string | null;
  readonly isStaged: boolean;
  readonly spec: CalicoPolicySpec;
}

interface CalicoPolicySpec {
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

export interface CalicoRule {
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

/** Whether the policy is about the subject's egress. */
export function calicoPolicySelects({ namespace, spec }: CalicoPolicy, subject: Subject): Match {
  if (!isOfEgress(spec) || spec.doNotTrack === true || spec.preDNAT === true) return 'no';
  if (namespace !== null && namespace !== subject.namespace) return 'no';
  return allOf([
    calicoSelects(spec.selector ?? '', endpointLabels(subject)),
    calicoSelects(spec.namespaceSelector ?? '', {
      ...subject.namespaceLabels,
      'projectcalico.org/name': subject.namespace,
    }),
    (spec.serviceAccountSelector ?? '') === '' ? 'yes' : unsure('serviceAccountSelector'),
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

/** Whether a rule is about TCP to the metadata address. `hasNetworkSets`: a selector may then name addresses, too. */
export function calicoRuleHolds(rule: CalicoRule, hasNetworkSets: boolean): Match {
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
