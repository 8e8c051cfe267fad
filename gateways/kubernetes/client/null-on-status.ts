import { ApiException } from '@kubernetes/client-node';

/** null where the API server answers with one of these codes; whatever else it throws is thrown on. */
export async function nullAtStatus<T>(codes: readonly number[], call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ApiException && codes.includes(error.code)) return null;
    throw error;
  }
}
