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
  readonly owners: readonly Owner[];
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
  const all = deviations(controls).flatMap((control) =>
    [...control.evidence, ...control.undecided].map((evidence) => ({ control, evidence })),
  );
  const byNamespace = Map.groupBy(all, ({ evidence }) => namespaceOf(evidence.resource));
  const groups = [...byNamespace].map(([namespace, found]) => {
    const alike = Map.groupBy(found, ({ control, evidence }) =>
      JSON.stringify([control.id, outcomeOf(evidence), evidence.severity, describeReason(evidence)]),
    );
    const causes = [...alike.values()].map((group): Cause => {
      const { control, evidence } = group[0]!;
      const own = group.map((each) => each.evidence);
      return {
        control,
        severity: evidence.severity,
        outcome: outcomeOf(evidence),
        reason: describeReason(evidence),
        owners: ownersOf(own, places),
        count: own.length,
      };
    });
    return { namespace, causes: causes.toSorted((a, b) => rankOf(a) - rankOf(b)) };
  });
  return groups.toSorted((a, b) => rankOf(a.causes[0]!) - rankOf(b.causes[0]!));
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

function ownersOf(found: readonly Evidence[], places: Places): readonly Owner[] {
  return [...Map.groupBy(found, ({ resource }) => resource)].map(([resource, own]) => {
    const [kind = '', ...names] = resource.split('/');
    const parts = own.flatMap(({ container, subject, paths }) => {
      const name = container ?? subject;
      const fields = paths ?? [undefined];
      return (name === undefined ? fields : fields.slice(0, 1)).map((field) => ({
        name: name ?? field ?? '',
        // A place is looked up only when it is shown.
        get place() {
          return places.get(resource)?.(field) ?? '';
        },
      }));
    });
    return { name: `${kind}/${names.at(-1) ?? ''}`, parts };
  });
}
