import type { PlanStep } from '../../plan/contents/plan.ts';
import type { RemovalFinding } from '../../removal/findings/removal-finding.ts';
import { whyUnknown } from '../../removal/findings/removal-verdict.ts';
import {
  applyWaivers,
  describeWaiver,
  lapsedWaiver,
  type RemovalWaiver,
} from '../../removal/findings/removal-waiver.ts';
import { parseVersion } from '../../version/kubernetes-version.ts';
import { type Found, firstNames, type PreflightLevel } from '../findings/preflight-finding.ts';
import type { RemovalReading } from '../findings/preflight-readings.ts';

/** Others' words, of which some are long: a reason has room for a few findings. */
const mostWords = 200;
const mostShown = 2;

/** What is accepted, and by when that counts: ms since the epoch. */
export interface RemovalTerms {
  readonly waivers: readonly RemovalWaiver[];
  readonly now: number;
}

/**
 * A finding for each API version or feature, and kind, with its users, and one for all that could not be read. What is waived
 * blocks nothing, and is reported with the owner of the waiver.
 */
export function checkRemovals({ minor, findings }: RemovalReading, terms: RemovalTerms): readonly Found[] {
  const unread = findings.filter(({ rule }) => rule === 'unread-source');
  const used = findings.filter(({ rule }) => rule !== 'unread-source');
  const groups = Map.groupBy(applyWaivers(used, terms.waivers, terms.now), (each) =>
    [levelOf(each), each.kind, each.feature?.id ?? each.apiVersion, JSON.stringify(each.waived)].join(' '),
  );
  return [
    ...[...groups.values()].map((alike) => foundOf(alike, terms)),
    ...notRead(unread),
    ...notKnown(unread, minor),
  ];
}

function levelOf({ severity, rule, waived }: RemovalFinding): PreflightLevel {
  if (waived !== null) return severity === 'BLOCK' ? 'warning' : 'info';
  if (severity === 'BLOCK') return 'blocker';
  return severity === 'WARN' && !rule.startsWith('deprecated-') ? 'warning' : 'info';
}

function foundOf(alike: readonly RemovalFinding[], terms: RemovalTerms): Found {
  const first = alike[0]!;
  const level = levelOf(first);
  const objects = firstNames(alike.flatMap(({ name, namespace }) => nameOf(namespace, name)));
  const told = [...new Set(alike.map(({ evidence }) => clip(evidence)))];
  const more = told.length > mostShown ? `; and ${told.length - mostShown} more` : '';
  return {
    check: 'removedApis',
    level,
    pool: null,
    what: `${first.feature?.title ?? first.apiVersion} of ${first.kind}, ${endOf(first)}, is in use`,
    why: `${told.slice(0, mostShown).join('; ')}${more}${level === 'blocker' ? `; ${azureWords(alike)}${describeExpiredWaivers(alike, terms)}` : ''}`,
    todo: todoOf(alike, level),
    evidence: objects,
  };
}

function todoOf(alike: readonly RemovalFinding[], level: PreflightLevel): string {
  const first = alike[0]!;
  if (first.waived !== null) {
    const { owner, expires, reason } = first.waived;
    return `waived by ${owner} until ${expires}: ${clip(reason)}`;
  }
  return level === 'info' ? '' : `${wayOut(first)}${level === 'blocker' ? retryWords(alike) : ''}`;
}

/** The owner of a waiver reads why it no longer applies. */
function describeExpiredWaivers(alike: readonly RemovalFinding[], { waivers, now }: RemovalTerms): string {
  const lapsed = alike.map((each) => lapsedWaiver(each, waivers, now)).find((each) => each !== null);
  return lapsed === undefined ? '' : `; ${describeWaiver(lapsed)} expired ${lapsed.expires}`;
}

function isCalled(alike: readonly RemovalFinding[]): boolean {
  return alike.some(({ source }) => source === 'api-metrics');
}

/** The metric never decreases: only a later reading of the same count shows that calls have ended. */
function retryWords(alike: readonly RemovalFinding[]): string {
  return isCalled(alike) ? ', then retry; retry again after an hour without calls' : ', then retry';
}

/** AKS counts writes that its API servers saw, not reads, and nothing that is only stored somewhere. */
function azureWords(alike: readonly RemovalFinding[]): string {
  const stops = alike.map(({ aks }) => aks?.stops ?? 'no');
  if (stops.includes('yes')) return 'AKS rejects the upgrade for 12h after such a request';
  return stops.includes('perhaps')
    ? 'AKS may reject the upgrade for 12h after such a request'
    : 'AKS does not detect it and would upgrade';
}

function endOf({ removedIn, deprecatedIn }: RemovalFinding): string {
  return removedIn === null ? `deprecated in ${deprecatedIn}` : `removed in ${removedIn}`;
}

function wayOut({ kind, replacement, changes, feature }: RemovalFinding): string {
  if (feature !== null) return `instead: ${feature.instead}`;
  const difference = changes === null ? '' : ` (${changes})`;
  if (replacement === null) return `no replacement: remove the use${difference}`;
  const successor =
    replacement.kind === kind ? replacement.apiVersion : `${replacement.apiVersion} ${replacement.kind}`;
  return `use ${successor}${difference} instead`;
}

function nameOf(namespace: string | null, name: string | null): readonly string[] {
  return name === null ? [] : [namespace === null ? name : `${namespace}/${name}`];
}

/** Sources that the operator need not grant. */
function notRead(unread: readonly RemovalFinding[]): readonly Found[] {
  return unread
    .filter(({ severity }) => severity === 'WARN')
    .map(({ evidence, location }) => ({
      check: 'removedApis',
      level: 'warning',
      pool: null,
      what: 'Helm releases were not read',
      why: clip(evidence),
      todo: 'bind the role drydock-helm-releases (docs/permissions.md) to have them judged',
      evidence: firstNames([location]),
    }));
}

/** What could not be read, and what the catalogue does not cover: neither is an all-clear. */
function notKnown(unread: readonly RemovalFinding[], minor: number): readonly Found[] {
  const about = { check: 'removedApis', level: 'unknown', pool: null } as const;
  const what = `unknown: use of APIs removed in 1.${minor}`;
  const beyond = whyUnknown(minor);
  const newer: Found[] =
    beyond === null
      ? []
      : [{ ...about, what, why: beyond, todo: 'update Drydock, or set removedApis: Warn', evidence: [] }];
  const unknown = unread.filter(({ severity }) => severity === 'UNKNOWN');
  const [first] = unknown;
  if (first === undefined) return newer;
  return [
    ...newer,
    {
      ...about,
      what,
      why: clip(first.evidence),
      todo: 'grant the permission (docs/permissions.md) or fix what is damaged, then retry',
      evidence: firstNames(unknown.map(({ location }) => location)),
    },
  ];
}

function clip(text: string): string {
  return text.length <= mostWords ? text : `${text.slice(0, mostWords)}…`;
}

/** The minor of Kubernetes 1 at which these steps leave the control plane; null: they do not move its minor. */
export function removalTarget(steps: readonly PlanStep[]): number | null {
  const hops = steps.filter(({ action }) => action === 'upgrade-control-plane');
  const [from, to] = [hops[0]?.from, hops.at(-1)?.to].map((each) =>
    each == null ? undefined : parseVersion(each)?.minor,
  );
  return from === undefined || to === undefined || to <= from ? null : to;
}
