import { searchAttributeTypes } from '#protocol/search-attributes.ts';
import type { TemporalSession } from './temporal-client.ts';

/** A search attribute of ours: what the Temporal UI lists and filters campaigns by. */
export interface SearchAttribute {
  readonly name: string;
  readonly type: (typeof searchAttributeTypes)[keyof typeof searchAttributeTypes];
}

/** All that Drydock needs; `drydock setup` registers them, `drydock start` asks for them first. */
export const searchAttributes: readonly SearchAttribute[] = Object.entries(searchAttributeTypes).map(
  ([name, type]) => ({ name, type }),
);

/** temporal.api.enums.v1.IndexedValueType */
const typeNumbers: Readonly<Record<SearchAttribute['type'], number>> = { Keyword: 2, Int: 3, Bool: 5 };

export interface RegisteredAttributes {
  readonly missing: readonly SearchAttribute[];
  /** There, but as another type. */
  readonly wrong: readonly SearchAttribute[];
}

/** Asks the server which of ours are registered in the session's namespace. */
export async function readSearchAttributes(session: TemporalSession): Promise<RegisteredAttributes> {
  const { customAttributes } = await session.within(() =>
    session.connection.operatorService.listSearchAttributes({ namespace: session.namespace }),
  );
  const typeOf = (name: string): number | undefined => customAttributes?.[name];
  return {
    missing: searchAttributes.filter(({ name }) => typeOf(name) === undefined),
    wrong: searchAttributes.filter(({ name, type }) => {
      const found = typeOf(name);
      return found !== undefined && found !== typeNumbers[type];
    }),
  };
}

/** Registers the ones named. */
export async function addSearchAttributes(
  session: TemporalSession,
  missing: readonly SearchAttribute[],
): Promise<void> {
  await session.within(() =>
    session.connection.operatorService.addSearchAttributes({
      namespace: session.namespace,
      searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, typeNumbers[type]])),
    }),
  );
}
