import type { Fields } from '../features/fields.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';
import type { LiveList } from './live-lists.ts';
import type { ObjectSource } from './object-sources.ts';

/** A list of a cluster that is read once, for all that there is to judge of its objects. */
export interface PlannedList extends LiveList {
  readonly source: RemovalFinding['source'];
  /** Whether its objects are read as a whole; else their metadata alone. */
  readonly isWhole: boolean;
  readonly pageSize: number;
  /** Whether who wrote its objects is judged. */
  readonly hasWriters: boolean;
  readonly judges: readonly ((object: Fields) => readonly RemovalFinding[])[];
}

const metadataOfPage = 500;

/** No list twice: what is read as a whole has the metadata, too. */
export function readingPlan(
  lists: readonly LiveList[],
  sources: readonly ObjectSource[],
): readonly PlannedList[] {
  const nameOf = ({ apiVersion, plural }: LiveList) => `${apiVersion}/${plural}`;
  const named = Map.groupBy(sources, nameOf);
  const written = new Set(lists.map(nameOf));
  const whole = [...named].flatMap(([name, alike]): readonly PlannedList[] =>
    alike.slice(0, 1).map(({ apiVersion, kind, plural, source, pageSize }) => ({
      apiVersion,
      kind,
      plural,
      source,
      pageSize,
      isWhole: true,
      hasWriters: written.has(name),
      judges: alike.map(({ judge }) => judge),
    })),
  );
  const rest = lists.filter((list) => !named.has(nameOf(list)));
  return [
    ...rest.map(
      ({ apiVersion, kind, plural }): PlannedList => ({
        apiVersion,
        kind,
        plural,
        source: 'live-object',
        isWhole: false,
        pageSize: metadataOfPage,
        hasWriters: true,
        judges: [],
      }),
    ),
    ...whole,
  ];
}
