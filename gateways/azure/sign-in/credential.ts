import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { isPrivateAuthority, publicAuthorityHost } from './clouds.ts';
import { explainSignIn } from './explain-sign-in.ts';

/** A chain of credentials asks several places one after the other; without a limit it can wait for minutes on one. */
const deadlineMs = 30_000;

/** Settings of the identity library that Drydock reads too; the library reads them and the others itself. */
export interface CredentialSettings {
  readonly AZURE_AUTHORITY_HOST?: string | undefined;
  readonly AZURE_TENANT_ID?: string | undefined;
}

/**
 * The credential of Azure's own chain (environment, workload identity, managed identity, CLI ...). A refusal
 * leaves as a FailureError that names the cause: the library shows every cause under the same name.
 */
export function openCredential(settings: CredentialSettings): TokenCredential {
  const credential = new DefaultAzureCredential({
    disableInstanceDiscovery: isPrivateAuthority(settings.AZURE_AUTHORITY_HOST),
  });
  const authority = settings.AZURE_AUTHORITY_HOST || publicAuthorityHost;
  return {
    async getToken(scopes, options) {
      try {
        return await withinDeadline(credential.getToken(scopes, options), authority);
      } catch (error) {
        if (options?.abortSignal?.aborted || error instanceof FailureError) throw error;
        throw new FailureError(await explainSignIn(error, authority, settings.AZURE_TENANT_ID), error);
      }
    },
  };
}

/** The library takes no notice of a signal while it signs in: what comes too late is left to itself. */
async function withinDeadline<T>(signIn: Promise<T>, authority: string): Promise<T> {
  const text = `${new URL(authority).origin} gave no token within ${deadlineMs / 1_000} s.`;
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLate.reject(new FailureError(failure('no-answer', text))), deadlineMs);
  try {
    return await Promise.race([signIn, tooLate.promise]);
  } finally {
    clearTimeout(timer);
  }
}
