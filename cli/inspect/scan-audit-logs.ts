import type { ScanMode } from '#domain/removal/findings/judge-use.ts';
import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import type { ScanProblem } from '#domain/removal/findings/removal-scan.ts';
import {
  type AuditedCall,
  isAuditEvent,
  judgeAuditLog,
  readAuditedCall,
} from '#domain/removal/usage/audit-log.ts';
import { CommandError } from '../failure/command-error.ts';
import { readTextFile } from '../input/read-text-file.ts';

/** What audit logs say, and which of their lines are none. */
export interface AuditLogScan {
  readonly findings: readonly RemovalFinding[];
  readonly problems: readonly ScanProblem[];
  /** The number of audit events, relevant or not. */
  readonly events: number;
}

const largestBytes = 256 * 1024 * 1024;

/** Judges audit logs: an event in JSON a line. `now`: ms since the epoch. */
export function scanAuditLogs(
  files: readonly string[],
  minor: number,
  terms: { readonly mode: ScanMode; readonly now: number; readonly onEvent?: () => void },
): AuditLogScan {
  const problems: ScanProblem[] = [];
  let events = 0;
  const findings = files.flatMap((file) => {
    const { calls, events: ofFile } = readCalls(file, problems, terms.onEvent);
    events += ofFile;
    return judgeAuditLog(calls, minor, { ...terms, location: file });
  });
  return { findings, problems, events };
}

function readCalls(
  file: string,
  problems: ScanProblem[],
  onEvent: () => void = () => undefined,
): { readonly calls: readonly AuditedCall[]; readonly events: number } {
  const calls: AuditedCall[] = [];
  let events = 0;
  try {
    for (const [index, line] of readTextFile(file, largestBytes).split('\n').entries()) {
      if (line.trim() === '') continue;
      const event = parsed(line);
      if (event === undefined) problems.push({ location: `${file}:${index + 1}`, message: 'not valid JSON' });
      if (isAuditEvent(event)) {
        events += 1;
        onEvent();
      }
      const call = readAuditedCall(event);
      if (call !== null) calls.push(call);
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    problems.push({ location: file, message: error.message.replace(`${file} `, '') });
  }
  return { calls, events };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
