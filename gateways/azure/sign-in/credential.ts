import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import { isPrivateAuthority } from '#domain/azure-cloud.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { explainSignIn } from './explain-sign-in.ts';

/** A chain of credentials asks several places one after the other; without a limit it can wait for minutes on one. */
const deadlineMs = 30_000;

export interface CredentialSettings {
  /** https URL of Entra. */
  readonly authorityHost: string;
  /** Only for what is said of a failure. */
  readonly tenant: string | undefined;
}

/**
 * The credential of Azure's own chain (environment, workload identity, managed identity, CLI ...). A refusal
 * leaves as a FailureError that names the cause: the library shows every cause under the same name.
 */
export function openCredential({ authorityHost, tenant }: CredentialSettings): TokenCredential {
  const credential = new DefaultAzureCredential({
    authorityHost,
    disableInstanceDiscovery: isPrivateAuthority(authorityHost),
  });
  return {
    async getToken(scopes, options) {
      try {
        return await withinDeadline(credential.getToken(scopes, options), authorityHost);
      } catch (error) {
        if (options?.abortSignal?.aborted || error instanceof FailureError) throw error;
        throw new FailureError(await explainSignIn(error, authorityHost, tenant), error);
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
