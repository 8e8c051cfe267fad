import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import { FailureError } from '#domain/failure-error.ts';
import { isPrivateAuthority, publicAuthorityHost } from './clouds.ts';
import { explainSignIn } from './explain-sign-in.ts';

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
        return await credential.getToken(scopes, options);
      } catch (error) {
        if (options?.abortSignal?.aborted) throw error;
        throw new FailureError(await explainSignIn(error, authority, settings.AZURE_TENANT_ID), error);
      }
    },
  };
}
