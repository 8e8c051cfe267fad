import { physical, placeOf } from './sarif-place.ts';

interface SarifRun {
  /** Of Drydock. */
  readonly version: string;
  readonly rules: readonly object[];
  readonly problems: readonly Problem[];
  /** Warnings of the whole run. */
  readonly notes?: readonly string[];
  readonly results: Iterable<object>;
}

/** What could not be read. */
interface Problem {
  readonly location: string;
  readonly message: string;
}

/** One run as SARIF 2.1.0. */
export function sarifLog({ version, rules, problems, notes = [], results }: SarifRun): object {
  const toolExecutionNotifications = [
    ...problems.map(notificationOf),
    ...notes.map((text) => ({ level: 'warning', message: { text } })),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Drydock', version, rules } },
        invocations: [{ executionSuccessful: problems.length === 0, toolExecutionNotifications }],
        results,
      },
    ],
  };
}

/** `place`: of a waiver that the object has of itself. */
export function suppressionsOf(waived: { readonly reason: string; readonly place?: string } | null): object {
  if (waived === null) return {};
  const kind = waived.place === undefined ? 'external' : 'inSource';
  return { suppressions: [{ kind, status: 'accepted', justification: waived.reason }] };
}

function notificationOf({ location, message }: Problem): object {
  return { level: 'error', message: { text: message }, locations: [physical(placeOf(location))] };
}
