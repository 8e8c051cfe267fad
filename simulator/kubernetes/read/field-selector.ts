import type { AnyKind, Plural } from '../objects/kinds.ts';

/** Whether an object meets a field selector. */
export type FieldTest = (object: AnyKind) => boolean;

const COMMON = ['metadata.name', 'metadata.namespace'];
const SUPPORTED: Partial<Record<Plural, readonly string[]>> = {
  pods: ['spec.nodeName', 'status.phase'],
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  events: [
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.uid',
    'reason',
    'type',
  ],
};

const TERM = /^(?<field>[^=!]+?)(?<operator>==|=|!=)(?<value>.*)$/;

/**
 * Reads the fieldSelector query of a list, `spec.nodeName=a,status.phase!=Failed`. Answers the refusal's text
 * where a term cannot be read or its field is not one this kind can be selected by.
 */
export function parseFieldSelector(plural: Plural, text: string): FieldTest | string {
  const tests: FieldTest[] = [];
  for (const term of text.split(',').filter((part) => part !== '')) {
    const { field = '', operator, value } = TERM.exec(term)?.groups ?? {};
    if (value === undefined) return `invalid selector: '${text}'; can't understand '${term}'`;
    if (![...COMMON, ...(SUPPORTED[plural] ?? [])].includes(field)) {
      return `field label not supported: ${field}`;
    }
    tests.push((object) => (fieldText(object, field) === value) === (operator !== '!='));
  }
  return (object) => tests.every((test) => test(object));
}

// A field that is absent selects as the empty text; a boolean as false.
function fieldText(object: AnyKind, field: string): string {
  let value: unknown = object;
  for (const key of field.split('.')) value = (value as Record<string, unknown> | undefined)?.[key];
  if (value === undefined || value === null) return field === 'spec.unschedulable' ? 'false' : '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
