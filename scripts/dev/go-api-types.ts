/** What one package of a Kubernetes API module says of one kind. Minors of Kubernetes 1; null: it says none. */
export interface GoApiType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly introduced: number | null;
  readonly deprecated: number | null;
  readonly removed: number | null;
}

/**
 * The kinds that a package registers (its register.go), with what its `APILifecycle…` functions say of them
 * (zz_generated.prerelease-lifecycle.go, and lifecycle.go where they are written by hand). Lists and options
 * are no kinds of their own. Empty where the package registers none.
 */
export function readGoApiTypes(register: string, lifecycle: string): readonly GoApiType[] {
  const group = /GroupName\s*=\s*"([^"]*)"/.exec(register)?.[1];
  const version = /Version:\s*"([^"]+)"/.exec(register)?.[1];
  if (group === undefined || version === undefined) return [];
  return registeredKinds(register).map((kind) => ({
    group,
    version,
    kind,
    introduced: minorOf(lifecycle, kind, 'Introduced'),
    deprecated: minorOf(lifecycle, kind, 'Deprecated'),
    removed: minorOf(lifecycle, kind, 'Removed'),
  }));
}

function registeredKinds(register: string): readonly string[] {
  const kinds = [...register.matchAll(/&(\w+)\{\}/g)].map(([, kind = '']) => kind);
  const isList = (kind: string) => kind.endsWith('List') && kinds.includes(kind.slice(0, -'List'.length));
  return [...new Set(kinds)].filter((kind) => !isList(kind) && !kind.endsWith('Options'));
}

function bodyOf(lifecycle: string, kind: string, what: string): string {
  const head = `func (in *${kind}) APILifecycle${what}() `;
  const from = lifecycle.indexOf(head);
  return from < 0 ? '' : lifecycle.slice(from, lifecycle.indexOf('\n}', from));
}

function minorOf(lifecycle: string, kind: string, what: string): number | null {
  const minor = /return 1, (\d+)/.exec(bodyOf(lifecycle, kind, what))?.[1];
  return minor === undefined ? null : Number(minor);
}
