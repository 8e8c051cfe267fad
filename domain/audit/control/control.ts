import type { AuditedCluster } from '../cluster/audited-cluster.ts';
import type { AuditedPart } from '../cluster/audited-part.ts';
import type { Severity } from './severity.ts';

export type { Severity } from './severity.ts';

/** The worst first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export const areas = [
  'defender',
  'identity',
  'network',
  'pod-security',
  'linux-security',
  'tenancy',
  'upgrades',
  'node-os',
  'windows',
  'nodes',
  'workloads',
] as const;
export type Area = (typeof areas)[number];

/** One practice that a cluster either keeps or does not. */
export interface Control {
  /** "SB-POD-02": a stable id. */
  readonly id: string;
  readonly title: string;
  readonly area: Area;
  readonly severity: Severity;
  /** When it passes, in one sentence. */
  readonly rule: string;
  /** Where the rule comes from. */
  readonly source: string;
  readonly remediation: string;
  /** What it is judged by: if any of these is unread, the control does not pass. */
  readonly needs: readonly AuditedPart[];
  /** The next upgrade or replacement of nodes breaks it: one step less severe where no upgrade is planned. */
  readonly isHazard?: true;
  /** Only the version to come decides it. */
  readonly needsTarget?: true;
  /** It decides by what was read where it can, and says itself what it could not. */
  readonly judgesUnread?: true;
  /** Of workloads it judges more than each alone: counts, namespaces, or whether there are any. */
  readonly judgesTogether?: true;
  readonly judge: (cluster: AuditedCluster) => Judgement;
}

/** What was found, or why the control does not apply. */
export type Judgement = readonly Finding[] | { readonly notApplicable: string };

export interface Finding {
  /** `undecided`: unknown; `info`: worth knowing, no deviation. */
  readonly outcome: 'fail' | 'warn' | 'undecided' | 'info';
  /** "Deployment/shop/web", "ClusterRole/all", "ManagedCluster/aks-1" */
  readonly resource: string;
  readonly container?: string;
  /** Of a binding: "Group devs", "ServiceAccount shop/web". */
  readonly subject?: string;
  readonly reason: string;
  /**
   * What of the object violates the rule, in names of fields and values alone: "add=SYS_PTRACE". A baseline knows it again by these,
   * whatever the reason says. Absent: there is only one way.
   */
  readonly facts?: readonly string[];
  /** Of the value or of the container, within the object: "spec.template.spec.volumes[0].hostPath.path". */
  readonly path?: string;
  /** Where it is not the control's. */
  readonly severity?: Severity;
}

/** What of a container or an object violates a rule, and how it reads. */
export interface Violation {
  readonly fact: string;
  readonly reason: string;
}

export function notApplicable(why: string): Judgement {
  return { notApplicable: why };
}

export function fail(resource: string, reason: string, severity?: Severity): Finding {
  return { outcome: 'fail', resource, reason, ...(severity === undefined ? {} : { severity }) };
}

export function warn(resource: string, reason: string): Finding {
  return { outcome: 'warn', resource, reason };
}

export function info(resource: string, reason: string): Finding {
  return { outcome: 'info', resource, reason, severity: 'info' };
}

export function undecided(resource: string, reason: string): Finding {
  return { outcome: 'undecided', resource, reason };
}
