import type { Gateways } from '#gateways/open-gateways.ts';

/** Whether this worker runs only campaigns whose file asks for identities of Entra. */
export function requiresIdentity({ approvals }: Pick<Gateways, 'approvals'>) {
  return async (): Promise<boolean> => approvals?.isRequired ?? false;
}
