/** What is read of Kubernetes' objects as they come over the wire; any of it may be missing. */
export interface RawMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly {
    readonly kind?: string;
    readonly name?: string;
    readonly controller?: boolean;
  }[];
}

export interface RawCondition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** "Deployment shop/web" */
export function objectId(kind: string, { namespace, name }: RawMetadata): string {
  return `${kind} ${namespace ?? ''}/${name ?? ''}`;
}

export function controllerOf({ ownerReferences }: RawMetadata): { kind: string; name: string } | null {
  const owner = ownerReferences?.find(({ controller }) => controller === true);
  return owner === undefined ? null : { kind: owner.kind ?? '', name: owner.name ?? '' };
}

export function hasCondition(
  conditions: readonly RawCondition[] | undefined,
  type: string,
  status: string,
): boolean {
  return conditions?.some((each) => each.type === type && each.status === status) ?? false;
}

/** Ms since the epoch; 0: absent. Text comes in lists, a Date from the library's own calls. */
export function instant(time: string | Date | null | undefined): number {
  return time == null ? 0 : new Date(time).getTime();
}
