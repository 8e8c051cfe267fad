import { describe, expect, it } from 'vitest';
import { builtInLists, customLists } from '#gateways/kubernetes/audit/audit-lists.ts';
import { documentedRules } from '#scripts/dev/permissions/documented-permissions.ts';

describe('the role for audits in docs/permissions.md', () => {
  const rules = documentedRules('drydock-audit');

  it('has the right to list what an audit lists, and no other right', () => {
    const documented = rules.flatMap(({ apiGroups = [], resources = [] }) =>
      apiGroups.flatMap((group) => resources.map((each) => `${each}.${group}`)),
    );
    const asked = [...builtInLists, ...customLists].map(({ plural, group }) => `${plural}.${group}`);
    expect(documented.toSorted()).toEqual(asked.toSorted());
    const verbs = rules.filter(({ resources }) => resources !== undefined).flatMap((each) => each.verbs);
    expect([...new Set(verbs)]).toEqual(['list']);
  });

  it('has no wildcard: an audit would not pass it either', () => {
    const both = [...rules, ...documentedRules('drydock-harden')];
    expect(both.filter((each) => JSON.stringify(each).includes('*'))).toEqual([]);
  });
});
