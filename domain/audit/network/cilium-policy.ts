import type { LabelSelector } from '../kubernetes/api-objects.ts';
import { endpointMatches } from './cilium-selector.ts';
import { blockHolds, portHolds } from './destination.ts';
import { allOf, anyOf, asMatch, type Match, unsure } from './match.ts';
import type { Subject } from './subject.ts';

/** One rule of a CiliumNetworkPolicy or a CiliumClusterwideNetworkPolicy: `spec`, or one of `specs`. */
export interface CiliumRule {
  /** "CiliumNetworkPolicy/shop/web spec" */
  readonly name: string;
  /** null: cluster-wide. */
  readonly namespace: string | null;
  readonly endpointSelector?: LabelSelector;
  readonly egress?: readonly CiliumEgressRule[];
  readonly egressDeny?: readonly CiliumEgressRule[];
  readonly enableDefaultDeny?: { readonly egress?: boolean };
}

export interface CiliumEgressRule {
  readonly toEndpoints?: readonly LabelSelector[];
  readonly toRequires?: readonly LabelSelector[];
  readonly toNodes?: readonly LabelSelector[];
  readonly toEntities?: readonly string[];
  readonly toCIDR?: readonly string[];
  readonly toCIDRSet?: readonly CidrRule[];
  readonly toServices?: readonly unknown[];
  readonly toFQDNs?: readonly unknown[];
  readonly toGroups?: readonly unknown[];
  readonly toPorts?: readonly PortRule[];
  readonly icmps?: readonly unknown[];
}

interface CidrRule {
  readonly cidr?: string;
  readonly except?: readonly string[];
  readonly cidrGroupRef?: string;
  readonly cidrGroupSelector?: LabelSelector;
}

interface PortRule {
  readonly ports?: readonly {
    readonly port?: number | string;
    readonly protocol?: string;
    readonly endPort?: number;
  }[];
  readonly rules?: Readonly<Record<string, unknown>>;
}

/** The blocks of each CiliumCIDRGroup, by name. */
export type CidrGroups = Readonly<Record<string, readonly string[]>>;

/** Link-local addresses are outside of the cluster, which Cilium calls the world. */
const entitiesOutside = ['all', 'world', 'world-ipv4'];

/** Whether a rule is about the subject. One without an endpoint selector is about nodes. */
export function ruleSelects({ namespace, endpointSelector }: CiliumRule, subject: Subject): boolean {
  if (endpointSelector === undefined || (namespace !== null && namespace !== subject.namespace)) return false;
  return endpointMatches(endpointSelector, subject);
}

/** A rule of egress forbids everything that no rule allows, unless it says that it does not. */
export function deniesByDefault({ egress = [], egressDeny = [], enableDefaultDeny }: CiliumRule): boolean {
  return enableDefaultDeny?.egress ?? egress.length + egressDeny.length > 0;
}

/** Whether a rule, of `egress` or `egressDeny`, is about TCP to the metadata address. */
export function egressRuleHolds(rule: CiliumEgressRule, groups: CidrGroups): Match {
  const required = (rule.toRequires ?? []).length > 0 ? unsure('toRequires') : 'yes';
  return allOf([portsHold(rule), peersHold(rule, groups), required]);
}

/** An empty rule is about nothing; one that names ports alone, about all peers. */
function peersHold(rule: CiliumEgressRule, groups: CidrGroups): Match {
  const fields: readonly (readonly unknown[] | undefined)[] = [
    rule.toEndpoints,
    rule.toNodes,
    rule.toEntities,
    rule.toCIDR,
    rule.toCIDRSet,
    rule.toServices,
    rule.toFQDNs,
    rule.toGroups,
  ];
  const peers = fields.flatMap((each) => (each === undefined ? [] : [each]));
  if (peers.length === 0) return asMatch((rule.toPorts ?? rule.icmps ?? []).length > 0);
  if (peers.every((each) => each.length === 0)) return unsure('an empty list of peers');
  return anyOf([
    ...(rule.toEntities ?? []).map((entity) => asMatch(entitiesOutside.includes(entity))),
    ...(rule.toCIDR ?? []).map((cidr) => blockHolds(cidr)),
    ...(rule.toCIDRSet ?? []).map((each) => cidrRuleHolds(each, groups)),
    ...unresolved('toFQDNs', rule.toFQDNs),
    ...unresolved('toServices', rule.toServices),
    ...unresolved('toGroups', rule.toGroups),
  ]);
}

function cidrRuleHolds(
  { cidr, except, cidrGroupRef, cidrGroupSelector }: CidrRule,
  groups: CidrGroups,
): Match {
  if (cidrGroupSelector !== undefined) return unsure('cidrGroupSelector');
  if (cidrGroupRef === undefined) return blockHolds(cidr ?? '', except);
  const blocks = Object.hasOwn(groups, cidrGroupRef) ? groups[cidrGroupRef] : undefined;
  if (blocks === undefined) return unsure(`the CiliumCIDRGroup ${cidrGroupRef} does not exist`);
  return anyOf(blocks.map((each) => blockHolds(each, except)));
}

/** What stands for addresses that no one here knows. */
function unresolved(field: string, values: readonly unknown[] = []): readonly Match[] {
  return values.length === 0 ? [] : [unsure(`${field} may stand for the metadata address`)];
}

function portsHold({ toPorts = [], icmps = [] }: CiliumEgressRule): Match {
  if (toPorts.length === 0) return asMatch(icmps.length === 0);
  return anyOf(toPorts.map(portRuleHolds));
}

function portRuleHolds({ ports = [], rules = {} }: PortRule): Match {
  const isHeld = ports.length === 0 || ports.some(portEntryHolds);
  if (!isHeld) return 'no';
  const layer7 = Object.keys(rules).filter((kind) => kind !== 'dns');
  return layer7.length === 0 ? 'yes' : unsure(`rules of ${layer7.join(', ')}`);
}

function portEntryHolds({
  port = 0,
  protocol = 'ANY',
  endPort,
}: NonNullable<PortRule['ports']>[number]): boolean {
  if (protocol !== 'TCP' && protocol !== 'ANY') return false;
  return String(port) === '0' || String(port) === '' || portHolds(port, endPort);
}
