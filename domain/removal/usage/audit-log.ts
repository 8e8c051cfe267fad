import { kindOfResource, type NamedResource } from '../catalogue/kind-of-resource.ts';
import { type Fields, fieldsAt, textAt } from '../features/fields.ts';
import type { Actor } from '../findings/actor.ts';
import { judgeAksStop } from '../findings/aks-stop.ts';
import { judgeUse, type ScanMode } from '../findings/judge-use.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';

/** A request through a deprecated API version, from the API server's audit log. */
export interface AuditedCall extends NamedResource {
  /** "kubectl/v1.27.1 as jane@example.com" */
  readonly client: string;
  readonly verb: string;
  /** Ms since the epoch. */
  readonly at: number;
}

const reading: readonly string[] = ['get', 'list', 'watch'];

/**
 * Reads an event of audit.k8s.io/v1 (kubernetes.io/docs/reference/config-api/apiserver-audit.v1), also in the envelope in which
 * Azure's diagnostic settings export it (`properties.log`). null: no deprecated version, or not the answered stage.
 */
export function readAuditedCall(line: unknown): AuditedCall | null {
  const event = eventOf(line);
  if (textAt(event, 'annotations', 'k8s.io/deprecated') !== 'true') return null;
  const stage = textAt(event, 'stage');
  if (stage !== null && stage !== 'ResponseComplete') return null;
  const asked = fieldsAt(event, 'objectRef');
  const [group, version] = [textAt(asked, 'apiGroup'), textAt(asked, 'apiVersion')];
  const [resource, verb] = [textAt(asked, 'resource'), textAt(event, 'verb')];
  const at = Date.parse(textAt(event, 'stageTimestamp') ?? textAt(event, 'requestReceivedTimestamp') ?? '');
  if (version === null || resource === null || verb === null || Number.isNaN(at)) return null;
  return {
    apiVersion: group === null ? version : `${group}/${version}`,
    resource,
    subresource: textAt(asked, 'subresource') ?? '',
    client: clientOf(event),
    verb,
    at,
  };
}

/** Whether it is an event of an audit log at all. */
export function isAuditEvent(line: unknown): boolean {
  return textAt(eventOf(line), 'verb') !== null;
}

function eventOf(line: unknown): Fields {
  const log = textAt(line, 'properties', 'log');
  return log === null ? fieldsAt(line) : fieldsAt(parsed(log));
}

/** The program, without what it adds of its platform, and as whom it came. */
function clientOf(event: Fields): string {
  const program = (textAt(event, 'userAgent') ?? '').split(' ')[0] ?? '';
  const user =
    textAt(event, 'impersonatedUser', 'username') ?? textAt(event, 'user', 'username') ?? 'somebody';
  return program === '' ? user : `${program} as ${user}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const mostClients = 10;

/** One finding for each API version and kind, with who asked. As with the usage metric, readers alone only warn. */
export function judgeAuditLog(
  calls: readonly AuditedCall[],
  minor: number,
  { mode, now, location }: { readonly mode: ScanMode; readonly now: number; readonly location: string },
): readonly RemovalFinding[] {
  const byApi = Map.groupBy(calls, (call) => `${call.apiVersion} ${call.resource} ${call.subresource}`);
  return [...byApi.values()].flatMap((alike): readonly RemovalFinding[] => {
    const used = kindOfResource(alike[0]!);
    const judged = used === null ? null : judgeUse(used, minor, mode);
    if (used === null || judged === null) return [];
    const writes = alike.filter(({ verb }) => !reading.includes(verb));
    const isOnlyRead = writes.length === 0;
    const last = lastOf(alike);
    const calls = { hasWritten: !isOnlyRead, last: lastOf(isOnlyRead ? alike : writes), since: null };
    const clients = [...Map.groupBy(isOnlyRead ? alike : writes, ({ client }) => client)]
      .toSorted(([, some], [, others]) => others.length - some.length)
      .map(([name]): Actor => ({ as: 'client', name }));
    return [
      {
        ...judged,
        severity: isOnlyRead && judged.severity === 'BLOCK' ? 'WARN' : judged.severity,
        ...used,
        feature: null,
        namespace: null,
        name: null,
        source: 'audit-log',
        location,
        evidence: `${alike.length} ${alike.length === 1 ? 'request' : 'requests'}, last on ${new Date(last).toISOString()}: ${describeVerbs(alike)}`,
        who: clients.slice(0, mostClients),
        lastSeen: new Date(last).toISOString(),
        aks: judgeAksStop(calls, { isGone: judged.rule === 'removed-api' }, minor, now),
        waived: null,
      },
    ];
  });
}

function lastOf(calls: readonly AuditedCall[]): number {
  return calls.reduce((latest, { at }) => Math.max(latest, at), 0);
}

/** "patch 2, list 4" */
function describeVerbs(calls: readonly AuditedCall[]): string {
  return [...Map.groupBy(calls, ({ verb }) => verb)]
    .map(([verb, some]) => `${verb} ${some.length}`)
    .join(', ');
}
