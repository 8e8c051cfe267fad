import { describe, expect, it } from 'vitest';
import type { ApiEntry } from '#domain/removal/catalogue/lineage.ts';
import { catalogueDifferences } from '#scripts/dev/catalogue-differences.ts';
import { type GoApiType, readGoApiTypes } from '#scripts/dev/go-api-types.ts';

const register = `const GroupName = "shop.k8s.io"
var SchemeGroupVersion = schema.GroupVersion{Group: GroupName, Version: "v1beta1"}
	scheme.AddKnownTypes(SchemeGroupVersion,
		&Order{},
		&OrderList{},
		&OrderOptions{},
		&AllowList{},
	)`;
const lifecycle = `func (in *Order) APILifecycleIntroduced() (major, minor int) {
	return 1, 18
}
func (in *Order) APILifecycleDeprecated() (major, minor int) {
	return 1, 20
}
func (in *Order) APILifecycleReplacement() schema.GroupVersionKind {
	return schema.GroupVersionKind{Group: "shop.k8s.io", Version: "v1", Kind: "Order"}
}
func (in *Order) APILifecycleRemoved() (major, minor int) {
	return 1, 23
}
func (in *OrderList) APILifecycleRemoved() (major, minor int) {
	return 1, 99
}`;

const order: GoApiType = {
  group: 'shop.k8s.io',
  version: 'v1beta1',
  kind: 'Order',
  introduced: 18,
  deprecated: 20,
  removed: 23,
};
const entry: ApiEntry = {
  api: 'shop.k8s.io/v1beta1',
  introduced: 18,
  deprecated: 20,
  removed: 23,
  source: 'marker',
};

const differences = (ours: Partial<ApiEntry> | null, ...minors: readonly (readonly GoApiType[])[]) =>
  catalogueDifferences(
    ours === null ? [] : [{ kinds: ['Order'], changes: null, versions: [{ ...entry, ...ours }] }],
    new Map(minors.map((types, index) => [17 + index, types])),
  );

describe('a package of a Kubernetes API module', () => {
  it('names its kinds, without lists and options, with the minors of their markers', () => {
    const allowList = { ...order, kind: 'AllowList', introduced: null, deprecated: null, removed: null };
    expect(readGoApiTypes(register, lifecycle)).toEqual([order, allowList]);
  });

  it('has no kinds where it registers none', () => {
    expect(readGoApiTypes('package v1beta1', '')).toEqual([]);
  });
});

describe('the catalogue beside the modules', () => {
  it('is as they are where every minor is the same', () => {
    expect(differences({}, [], [order], [order])).toEqual([]);
  });

  it('differs by a minor, by an entry it lacks, and by one that no module has', () => {
    expect(differences({ removed: 22 }, [], [order])).toEqual([
      'shop.k8s.io/v1beta1 Order: introduced 18, deprecated 20, removed 22; the modules say introduced 18, deprecated 20, removed 23',
    ]);
    expect(differences(null, [], [order])).toEqual([
      'shop.k8s.io/v1beta1 Order: is missing; introduced 18, deprecated 20, removed 23',
    ]);
    expect(differences({}, [])).toEqual(['shop.k8s.io/v1beta1 Order: no module has it']);
  });

  it('lets a type that is gone win over its marker', () => {
    const gone = { removed: 19, deprecated: null, source: 'type-gone' } as const;
    expect(differences(gone, [], [order], [])).toEqual([]);
    expect(differences({ ...gone, source: 'marker' }, [], [order], [])).toEqual([
      'shop.k8s.io/v1beta1 Order: its source is type-gone',
    ]);
  });

  it('lets an entry differ by a source of its own, until there is no difference', () => {
    const source = 'https://github.com/kubernetes/kubernetes/pull/1' as const;
    expect(differences({ removed: 22, source }, [], [order])).toEqual([]);
    expect(differences({ source }, [], [order])).toEqual([
      `shop.k8s.io/v1beta1 Order: the modules say the same as ${source}`,
    ]);
  });
});
