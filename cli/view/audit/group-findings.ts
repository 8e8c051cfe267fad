import type { ControlReport, Evidence } from '#domain/audit/audit.ts';
import { type Severity, severities } from '#domain/audit/control/control.ts';
import { namespaceOf } from '#domain/audit/control/resource-namespace.ts';
import type { Places } from '../../inspect/audit-manifests.ts';
import { describeWaived, deviations } from './audit-messages.ts';

/** The findings of a namespace, the worst first. */
export interface NamespaceFindings {
  /** null: of the cluster. */
  readonly namespace: string | null;
  readonly causes: readonly Cause[];
}

/** What is wrong for the same reason. */
export interface Cause {
  readonly control: ControlReport;
  readonly severity: Severity;
  readonly outcome: 'fail' | 'undecided' | 'warn' | 'info' | 'waived';
  readonly reason: string;
  /** The first of them, and how many more there are: places are looked up only when they are shown. */
  readonly owners: (most: number) => { readonly first: readonly Owner[]; readonly more: number };
  /** Of findings: one an owner and container. */
  readonly count: number;
}

interface Owner {
  /** "Deployment/web" */
  readonly name: string;
  /** Containers, subjects and fields, with the place of each where it is known. */
  readonly parts: readonly { readonly name: string; readonly place: string }[];
}

export const statusWords = {
  fail: 'FAIL',
  undecided: 'UNKNOWN',
  warn: 'WARN',
  info: 'INFO',
  waived: 'WAIVED',
} as const;

const outcomes = ['fail', 'undecided', 'warn', 'info', 'waived'] as const;

/** The findings by namespace and cause, the most severe first. */
export function groupFindings(
  controls: readonly ControlReport[],
  places: Places,
): readonly NamespaceFindings[] {
  const byNamespace = new Map<string | null, Map<string, Found>>();
  for (const control of deviations(controls))
    for (const each of [...control.evidence, ...control.undecided]) {
      const namespace = namespaceOf(each.resource);
      const causes = byNamespace.get(namespace) ?? new Map<string, Found>();
      byNamespace.set(namespace, causes);
      const cause = `${control.id} ${outcomeOf(each)} ${each.severity} ${describeReason(each)}`;
      const known = causes.get(cause);
      if (known === undefined) causes.set(cause, { control, found: [each] });
      else known.found.push(each);
    }
  const groups = [...byNamespace].map(([namespace, found]) => {
    const causes = [...found.values()].map((each) => asCause(each, places));
    return { namespace, causes: causes.toSorted((a, b) => rankOf(a) - rankOf(b)) };
  });
  return groups.toSorted((a, b) => rankOf(a.causes[0]!) - rankOf(b.causes[0]!));
}

interface Found {
  readonly control: ControlReport;
  readonly found: Evidence[];
}

function asCause({ control, found }: Found, places: Places): Cause {
  const evidence = found[0]!;
  return {
    control,
    severity: evidence.severity,
    outcome: outcomeOf(evidence),
    reason: describeReason(evidence),
    owners: (most) => ownersOf(found, places, most),
    count: found.length,
  };
}

function rankOf({ outcome, severity }: Cause): number {
  const isOpen = outcome !== 'info' && outcome !== 'waived';
  return (isOpen ? 0 : 1000) + severities.indexOf(severity) * 10 + outcomes.indexOf(outcome);
}

function outcomeOf({ outcome, waived }: Evidence): Cause['outcome'] {
  return waived === undefined ? outcome : 'waived';
}

function describeReason({ reason, waived }: Evidence): string {
  return `${reason}${describeWaived(waived)}`;
}

function ownersOf(found: readonly Evidence[], places: Places, most: number): ReturnType<Cause['owners']> {
  const resources = new Set(found.map(({ resource }) => resource));
  const shown = new Set([...resources].slice(0, most));
  const byResource = Map.groupBy(
    found.filter(({ resource }) => shown.has(resource)),
    ({ resource }) => resource,
  );
  const first = [...byResource].map(([resource, own]) => {
    const [kind = '', ...names] = resource.split('/');
    const parts = own.flatMap(({ container, subject, paths }) => {
      const name = container ?? subject;
      const fields = paths ?? [undefined];
      return (name === undefined ? fields : fields.slice(0, 1)).map((field) => ({
        name: name ?? field ?? '',
        get place() {
          return places.get(resource)?.(field) ?? '';
        },
      }));
    });
    return { name: `${kind}/${names.at(-1) ?? ''}`, parts };
  });
  return { first, more: resources.size - first.length };
}
