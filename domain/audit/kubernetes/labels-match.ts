import { selects } from '../../drain/label-selector.ts';
import type { LabelSelector } from './api-objects.ts';

/** Whether the labels match; an empty selector matches all. */
export function labelsMatch(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  const expressions = matchExpressions.map(({ key = '', operator = '', values = [] }) => ({
    key,
    operator,
    values,
  }));
  return selects({ matchLabels, matchExpressions: expressions }, labels);
}
