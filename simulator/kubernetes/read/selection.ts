import type { AnyKind } from '../objects/kinds.ts';
import { parseLabelSelector, selects } from '../objects/label-selector.ts';
import type { Target } from '../wire/resource-target.ts';
import { problem } from '../wire/status-answer.ts';
import { parseFieldSelector } from './field-selector.ts';

/** What of a collection a list or a watch asks for. */
export interface Selection {
  readonly isMeant: (object: AnyKind) => boolean;
  /** The same text for the same question. */
  readonly scope: string;
  /** Whether labels or fields narrow it down. */
  readonly isNarrowed: boolean;
}

/** Reads namespace and selectors of a request. Throws 400 for a selector that cannot be read. */
export function readSelection({ resource, namespace }: Target, query: URLSearchParams): Selection {
  const labelText = query.get('labelSelector') ?? '';
  const fieldText = query.get('fieldSelector') ?? '';
  const labels = parseLabelSelector(labelText);
  if (labels === undefined) throw problem('BadRequest', `unable to parse requirement: ${labelText}`);
  const meetsFields = parseFieldSelector(resource.plural, fieldText);
  if (typeof meetsFields === 'string') throw problem('BadRequest', meetsFields);
  return {
    isMeant: (object) =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      selects(labels, object.metadata.labels) &&
      meetsFields(object),
    scope: [resource.plural, namespace ?? '', labelText, fieldText].join(' '),
    isNarrowed: labelText !== '' || fieldText !== '',
  };
}
