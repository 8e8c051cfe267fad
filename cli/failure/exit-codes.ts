/** What a script can rely on (docs/cli.md, "Exit codes"): a promise, never renumbered. */
export const exitCodes = {
  done: 0,
  unclassified: 1,
  planHasChanges: 2,
  campaignFailed: 3,
  campaignAborted: 4,
  waitingForPerson: 5,
  blocked: 6,
  outsideWindow: 7,
  stalePlan: 8,
  usage: 64,
  invalidFile: 65,
  unavailable: 69,
  notAllowed: 77,
  timedOut: 124,
  detached: 130,
  closedPipe: 141,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
