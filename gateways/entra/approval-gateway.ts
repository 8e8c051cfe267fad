import type { JWTPayload } from 'jose';
import { type ApprovalKey, readPrivateKeys } from './approval-keys.ts';
import { openToken } from './sealed-token.ts';
import { tenantKeys } from './tenant-keys.ts';
import { verifyToken } from './verify-token.ts';

/** What a worker verifies identities by. */
export interface ApprovalSettings {
  readonly audiences: readonly string[];
  readonly keys: readonly ApprovalKey[];
  /** https origin of Entra. */
  readonly authority: string;
  readonly tenant: string;
  /** Whether this worker runs no campaign without identities of Entra. */
  readonly isRequired: boolean;
  /** Digests of the schedules whose campaigns it runs all the same (domain/nightly/schedule-digest.ts). */
  readonly schedules: readonly string[];
}

export interface ApprovalGateway {
  readonly isRequired: boolean;
  readonly schedules: readonly string[];
  /**
   * The claims of the token in a proof that is bound to the decision of this digest. A RangeError says what is wrong with it; a
   * FailureError that Entra does not answer.
   */
  claimsOf(proof: string, digest: string): Promise<JWTPayload>;
}

/**
 * From DRYDOCK_APPROVAL_AUDIENCE (one or several, by commas), _KEYS, _REQUIRED and _SCHEDULES (several, too); null without the keys, as on
 * the machines of operators. Throws an Error where they make no sense, or AZURE_TENANT_ID is missing.
 */
export function approvalSettingsFrom(
  env: Readonly<Record<string, string | undefined>>,
  authority: string,
): ApprovalSettings | null {
  const keys = readPrivateKeys(env);
  const audiences = listed(env.DRYDOCK_APPROVAL_AUDIENCE);
  const schedules = listed(env.DRYDOCK_APPROVAL_SCHEDULES);
  const required = env.DRYDOCK_APPROVAL_REQUIRED || 'false';
  if (required !== 'true' && required !== 'false')
    throw new RangeError(`DRYDOCK_APPROVAL_REQUIRED: ${required} is neither true nor false`);
  if (keys.length === 0 && required === 'true')
    throw new RangeError('DRYDOCK_APPROVAL_KEYS: missing; DRYDOCK_APPROVAL_REQUIRED needs it');
  const wrong = schedules.find((each) => !/^sha256:[0-9a-f]{64}$/.test(each));
  if (wrong !== undefined)
    throw new RangeError(
      `DRYDOCK_APPROVAL_SCHEDULES has ${wrong}, which is no digest of a schedule (sha256:…)`,
    );
  if (schedules.length > 0 && required !== 'true')
    throw new RangeError('DRYDOCK_APPROVAL_SCHEDULES has no effect without DRYDOCK_APPROVAL_REQUIRED=true');
  if (keys.length === 0) return null;
  if (audiences.length === 0)
    throw new RangeError('DRYDOCK_APPROVAL_AUDIENCE: missing; DRYDOCK_APPROVAL_KEYS needs it');
  const tenant = env.AZURE_TENANT_ID;
  if (!tenant) throw new RangeError('AZURE_TENANT_ID: missing; DRYDOCK_APPROVAL_KEYS needs it');
  return { audiences, keys, authority, tenant, isRequired: required === 'true', schedules };
}

function listed(text = ''): readonly string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** null: this worker can verify nothing. */
export function openApprovals(settings: ApprovalSettings | null): ApprovalGateway | null {
  if (settings === null) return null;
  const { audiences, keys, authority, tenant, isRequired, schedules } = settings;
  const issuerOf = tenantKeys(authority, tenant);
  return {
    isRequired,
    schedules,
    claimsOf: async (proof, digest) => verifyToken(await openToken(proof, digest, keys), issuerOf, audiences),
  };
}
