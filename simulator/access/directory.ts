import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { clientId, tenantId } from './identity.ts';

/** An application of the tenant that takes the tokens of people: what its registration in Entra exposes. */
export const applicationId = '00000000-0000-0000-0000-0000000000fc';
const applicationUri = 'api://drydock';

/** Of everyone in the tenant. */
export const password = 'simulated-password-of-no-value';

export const approversGroup = '00000000-0000-0000-0000-00000000aaaa';
/** Entra names no group in a token of someone who has more than this. */
const mostGroups = 200;

interface Person {
  readonly name: string;
  readonly objectId: string;
  groups: readonly string[];
  readonly roles: readonly string[];
}

/** Fixed, so that files that name them work in every run. */
function people(): readonly Person[] {
  const person = (name: string, digit: string, groups: readonly string[], roles: readonly string[] = []) => ({
    name: `${name}@simulated.example`,
    objectId: `00000000-0000-0000-0000-0000000000e${digit}`,
    groups,
    roles,
  });
  const many = Array.from(
    { length: mostGroups + 1 },
    (_, index) => approversGroup.slice(0, -4) + (index + 1000),
  );
  return [
    person('eva', '1', [approversGroup]),
    person('oncall', '2', [approversGroup]),
    person('lead', '3', [], ['Drydock.Approve']),
    person('mallory', '4', []),
    person('joiner', '5', [approversGroup, ...many]),
  ];
}

/** The people of the tenant, and the key that signs their tokens: a new one in every run. */
export class Directory {
  readonly #people = people();
  #keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | null = null;

  find(name: string): Person | undefined {
    return this.#people.find((each) => each.name === name.toLowerCase());
  }

  /** JSON Web Key Set. */
  keys(): object {
    return {
      keys: [{ ...this.#pair().publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' }],
    };
  }

  /** An access token of version 2.0 as Entra shapes and signs it. `base`: the tenant's URL at this token service. */
  issue(person: Person, audience: string, base: string, nowMs: number, lifetimeSeconds: number): string {
    const issuedAt = Math.floor(nowMs / 1000);
    const isOver = person.groups.length > mostGroups;
    const claims = {
      aud: audience === applicationUri ? applicationId : audience,
      iss: `${base}/v2.0`,
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + lifetimeSeconds,
      azp: clientId,
      name: person.name.split('@')[0],
      preferred_username: person.name,
      oid: person.objectId,
      scp: 'Decide',
      sub: person.objectId,
      tid: tenantId,
      uti: randomBytes(16).toString('base64url'),
      ver: '2.0',
      ...(isOver
        ? {
            _claim_names: { groups: 'src1' },
            _claim_sources: { src1: { endpoint: 'https://graph.invalid/' } },
          }
        : { groups: person.groups }),
      ...(person.roles.length === 0 ? {} : { roles: person.roles }),
    };
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), this.#pair().privateKey).toString('base64url')}`;
  }

  /** Made for the first who asks: it takes a tenth of a second. */
  #pair() {
    this.#keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    return this.#keys;
  }
}

const keyId = 'simulated';
