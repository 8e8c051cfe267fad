import type { LabelSelector } from './kinds.ts';

type Labels = Readonly<Record<string, string>> | undefined;
type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

/** Whether a selector object picks these labels; an empty selector picks everything, an absent one nothing. */
export function selects(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (selector === undefined) return false;
  return (
    hasLabels(labels, selector.matchLabels ?? {}) &&
    (selector.matchExpressions ?? []).every((requirement) => meets(requirement, labels))
  );
}

/** Whether all wanted labels are there with their values. */
export function hasLabels(labels: Labels, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
}

function meets({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels?.[key];
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && (values ?? []).includes(value);
    case 'NotIn':
      return value === undefined || !(values ?? []).includes(value);
  }
}

const SET_TERM = /^(?<key>[^\s!=,()]+)\s+(?<operator>in|notin)\s+\((?<values>[^)]*)\)$/;
const EQUALITY_TERM = /^(?<key>[^\s!=,()]+)\s*(?<operator>==|=|!=)\s*(?<value>[^\s!=,()]*)$/;
const EXISTENCE_TERM = /^(?<not>!?)\s*(?<key>[^\s!=,()]+)$/;

/**
 * Reads the labelSelector query of a list: `a=b,c!=d,e in (f,g),h,!i`.
 * Answers undefined where it cannot be read (the API server says 400).
 */
export function parseLabelSelector(text: string): LabelSelector | undefined {
  const terms = text
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== '');
  const requirements = terms.map(parseTerm);
  if (requirements.some((requirement) => requirement === undefined)) return undefined;
  return { matchExpressions: requirements.filter((requirement) => requirement !== undefined) };
}

function parseTerm(term: string): Requirement | undefined {
  const set = SET_TERM.exec(term)?.groups;
  if (set !== undefined) {
    const values = set.values!.split(',').map((value) => value.trim());
    return { key: set.key!, operator: set.operator === 'in' ? 'In' : 'NotIn', values };
  }
  const equality = EQUALITY_TERM.exec(term)?.groups;
  if (equality !== undefined) {
    const operator = equality.operator === '!=' ? 'NotIn' : 'In';
    return { key: equality.key!, operator, values: [equality.value!] };
  }
  const existence = EXISTENCE_TERM.exec(term)?.groups;
  if (existence === undefined) return undefined;
  return { key: existence.key!, operator: existence.not === '!' ? 'DoesNotExist' : 'Exists' };
}
