import { decisionDigest, type ProvenDecision } from '#domain/gate/decision-digest.ts';
import { openCredential } from '#gateways/azure/sign-in/credential.ts';
import { cloudFrom } from '#gateways/cloud-settings.ts';
import { readPublicKey } from '#gateways/entra/approval-keys.ts';
import { sealToken } from '#gateways/entra/sealed-token.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { during } from '../view/terminal/progress.ts';

const next = 'see docs/approvals.md';

/**
 * A token of Entra for Drydock's own application, sealed for the workers and bound to this decision. Throws CommandError (64)
 * where DRYDOCK_APPROVAL_AUDIENCE or _KEY is missing or makes no sense, a FailureError where Entra gives no token.
 */
export async function proofFor(decision: ProvenDecision): Promise<string> {
  const { env } = process;
  const [audience = ''] = (env.DRYDOCK_APPROVAL_AUDIENCE ?? '').split(',').map((each) => each.trim());
  const key = readKey();
  const missing = [
    ...(audience === '' ? ['DRYDOCK_APPROVAL_AUDIENCE'] : []),
    ...(key === null ? ['DRYDOCK_APPROVAL_KEY'] : []),
  ];
  if (key === null || missing.length > 0)
    throw new CommandError(
      exitCodes.usage,
      `${decision.campaign} asks for an identity of Entra, and ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set`,
      next,
    );
  const { authorityHost } = cloudFrom(env);
  const credential = openCredential({ authorityHost, tenant: env.AZURE_TENANT_ID });
  const token = await during('signing in to Entra', () => credential.getToken(`${audience}/.default`));
  if (token === null)
    throw new CommandError(exitCodes.notAllowed, `Entra gave no token for ${audience}`, next);
  return sealToken(token.token, decisionDigest(decision), key);
}

function readKey(): ReturnType<typeof readPublicKey> {
  try {
    return readPublicKey(process.env);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCodes.usage, message, next, error);
  }
}
