/** Who signed in to Entra, as the verified token says. */
export interface ProvenIdentity {
  /** The sign-in name, else the object id; at most 200 characters. */
  readonly name: string;
  /** Of the person or the application in the tenant; it stays where a name changes. */
  readonly objectId: string;
  readonly tenantId: string;
  /** The token's own id (`uti`): each token decides once. */
  readonly tokenId: string;
  /** The application that obtained the token, such as that of azure-cli. */
  readonly clientId: string;
  /** When the token expires; real time (ms). */
  readonly expiresAt: number;
  /** Which approvers of the file this identity is: its object id, a group of it, or an app role. */
  readonly standsFor: readonly string[];
  /** Entra names no groups in tokens of members of more than 200: none of them can be compared. */
  readonly lacksGroups: boolean;
}

/** "eva@contoso.com (OBJECT-ID)": by the id, not the name, two decisions are one person's. */
export function describeIdentity({ name, objectId }: ProvenIdentity): string {
  return `${name} (${objectId})`;
}

const longestName = 200;
const mostGroups = 1_000;

/**
 * The identity in the claims of a token whose signature, issuer, audience and times are verified already. A text: why
 * the token proves nothing. Source of the claims: learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
 */
export function identityOf(
  claims: Readonly<Record<string, unknown>>,
  approvers: readonly string[],
): ProvenIdentity | string {
  const { oid, tid, uti, exp } = claims;
  const clientId = claims.azp ?? claims.appid;
  if (!isText(oid) || !isText(tid)) return 'the token names no identity (oid, tid)';
  if (!isText(uti) || !/^[\w-]{1,100}$/.test(uti)) return 'the token has no id of its own (uti)';
  // An ID token has neither: it is for signing in to an application, and is no proof towards another one.
  if (!isText(clientId)) return 'the token is no access token (azp, appid)';
  if (typeof exp !== 'number') return 'the token has no end (exp)';
  const isApplication = claims.idtyp === 'app' || claims.scp === undefined;
  if (isApplication && !approvers.some((each) => isSame(each, oid)))
    return 'the token is of an application that the file does not name by its object id';
  // A tenant may put names of groups in tokens, and a group may have the name of a role.
  const ids = [oid, ...texts(claims.groups)].filter(isObjectId);
  const own = [...ids, ...texts(claims.roles).filter((role) => !isObjectId(role))];
  const name = [claims.preferred_username, claims.upn, claims.unique_name].find(isText) ?? oid;
  return {
    name: name.slice(0, longestName),
    objectId: oid.toLowerCase(),
    tenantId: tid,
    tokenId: uti,
    clientId,
    expiresAt: exp * 1_000,
    standsFor: approvers.filter((approver) => own.some((each) => isSame(each, approver))),
    lacksGroups: hasOverage(claims),
  };
}

function isObjectId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function hasOverage({ _claim_names: names, hasgroups, groups }: Readonly<Record<string, unknown>>): boolean {
  if (Array.isArray(groups)) return false;
  return hasgroups === true || (typeof names === 'object' && names !== null && 'groups' in names);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.slice(0, mostGroups).filter(isText) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
