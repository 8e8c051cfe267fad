import { ApiException } from '@kubernetes/client-node';

const pageSize = 250;

interface Page<T> {
  readonly items: readonly T[];
  readonly metadata?: { readonly _continue?: string } | undefined;
}

type ReadPage<T> = (page: { readonly limit: number; readonly _continue?: string }) => Promise<Page<T>>;

/** A list page by page; one that expired on the way (410) is begun once more. */
export async function readPages<T>(read: ReadPage<T>): Promise<readonly T[]> {
  try {
    return await readAll(read);
  } catch (error) {
    if (error instanceof ApiException && error.code === 410) return readAll(read);
    throw error;
  }
}

async function readAll<T>(read: ReadPage<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for (let _continue: string | undefined; ; ) {
    const page = await read({ limit: pageSize, ...(_continue && { _continue }) });
    found.push(...page.items);
    _continue = page.metadata?._continue;
    if (!_continue) return found;
  }
}
