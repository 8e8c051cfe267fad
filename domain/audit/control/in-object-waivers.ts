import { kindName } from '../../kind-name.ts';
import { matchesGlob } from '../../text/glob.ts';
import { didYouMean } from '../../text/nearest-name.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import type { ControlWaiver, VoidWaiver } from './apply-waiver.ts';
import { controlIds } from './control-ids.ts';
import { namespaceOf } from './resource-namespace.ts';
import type { Severity } from './severity.ts';
import { endOfDay, isTooLong } from './waiver-period.ts';

/** The annotation and, behind a `#`, the comment. */
export const waiverMark = 'drydock.dev/waive';

/** What the operator's waiver file lets objects waive of themselves. Docs: docs/decisions/objects-do-not-excuse-themselves.md. */
export interface InObjectPolicy {
  /** Ids and patterns of ids. */
  readonly allow: readonly string[];
  /** Patterns; null: everywhere. */
  readonly namespaces: readonly string[] | null;
  /** The most severe finding that they cover; null: every one. */
  readonly severity: Severity | null;
  /** From now to the last day. */
  readonly maxDays: number;
  readonly approver: string;
}

/** What an object says of itself, not yet read. */
export interface WaiverClaim {
  /** "Deployment/shop/web"; null: it stands beside no object that has a name. */
  readonly resource: string | null;
  /** "SB-POD-02, until 2027-01-01, it binds port 80" */
  readonly text: string;
  /** "shop.yaml:3" */
  readonly place: string;
}

const longestClaim = 500;
const form = 'expected CONTROL, until YYYY-MM-DD, REASON';

/** Of the annotation, a line each. An object that another one owns is judged, and waived, through its owner. */
export function claimsInAnnotation(object: KubernetesObject, place: () => string): readonly WaiverClaim[] {
  const { annotations, ownerReferences } = isObject(object.metadata)
    ? object.metadata
    : ({} as KubernetesObject);
  const value = isObject(annotations) ? annotations[waiverMark] : undefined;
  if (value === undefined || (Array.isArray(ownerReferences) && ownerReferences.length > 0)) return [];
  const lines = textOf(value)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return (lines.length === 0 ? [''] : lines).map((text) => ({
    resource: resourceOf(object),
    text,
    place: place(),
  }));
}

/** "Deployment/shop/web", without a namespace "Deployment/web"; null: it has no name of its own. */
export function resourceOf(object: KubernetesObject): string | null {
  const { name, namespace } = isObject(object.metadata) ? object.metadata : ({} as KubernetesObject);
  if (textOf(name) === '') return null;
  return [kindName(object), textOf(namespace), textOf(name)].filter((each) => each !== '').join('/');
}

/** The waivers that the policy allows at `now` (ms since the epoch), and why the others have no effect. */
export function readClaims(
  claims: readonly WaiverClaim[],
  policy: InObjectPolicy | null,
  now: number,
): { readonly waivers: readonly ControlWaiver[]; readonly voidWaivers: readonly VoidWaiver[] } {
  const read = claims.map((claim) => readClaim(claim, policy, now));
  return {
    waivers: read.flatMap((each) => ('why' in each ? [] : [each])),
    voidWaivers: read.flatMap((each) => ('why' in each ? [each] : [])),
  };
}

function readClaim(
  { resource, text, place }: WaiverClaim,
  policy: InObjectPolicy | null,
  now: number,
): ControlWaiver | VoidWaiver {
  const [control = '', until = '', ...rest] = text
    .slice(0, longestClaim + 1)
    .split(',')
    .map((part) => part.trim());
  const owner = resource ?? 'no object';
  const reason = rest.join(', ');
  const refuse = (why: string) => ({
    waiver: { control: control.slice(0, 40), resource, owner, place },
    why,
  });
  if (text.length > longestClaim) return refuse(`it is longer than ${longestClaim} characters`);
  const expires = until.startsWith('until ') ? endOfDay(until.slice('until '.length).trim()) : null;
  if (expires === null || reason === '') return refuse(form);
  if (!controlIds.includes(control))
    return refuse(`there is no such control${didYouMean(control, controlIds)}`);
  if (resource === null) return refuse('it stands beside no object that has a name; use the annotation');
  const why =
    policy === null
      ? 'the waiver file does not allow it (inObject)'
      : whyNotAllowed(policy, { control, resource, expires }, now);
  if (policy === null || why !== null) return refuse(why ?? '');
  const { approver, severity } = policy;
  return { control, resource, namespace: null, severity, reason, owner, approver, expires, place };
}

function whyNotAllowed(
  { allow, namespaces, maxDays }: InObjectPolicy,
  { control, resource, expires }: Pick<ControlWaiver, 'control' | 'expires'> & { readonly resource: string },
  now: number,
): string | null {
  if (!allow.some((each) => matchesGlob(each, control))) return `inObject.allow does not name ${control}`;
  const isInNamespace = [
    namespaceOf(resource) ?? '',
    ...(resource.split('/').length === 2 ? ['default'] : []),
  ];
  if (
    namespaces !== null &&
    !namespaces.some((each) => isInNamespace.some((name) => matchesGlob(each, name)))
  )
    return `inObject.namespaces does not name ${isInNamespace[0] || 'its namespace'}`;
  return isTooLong(expires, now, maxDays)
    ? `it ends more than ${maxDays} days from now (inObject.maxDays)`
    : null;
}
