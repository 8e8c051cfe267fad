/** What a record of audits remembers of a finding: enough to name it when it is gone. */
export interface NamedFinding {
  readonly digest: string;
  readonly fingerprint: string;
}

/** In characters. */
export const digestLength = 8;
/** Of a cluster: 8 kB. */
export const mostDigests = 1_000;
/** Of a cluster, in characters. */
export const longestNames = 4_000;

export function digestsIn(joined: string): readonly string[] {
  return Array.from({ length: joined.length / digestLength }, (_, at) =>
    joined.slice(at * digestLength, (at + 1) * digestLength),
  );
}

/** As many of the first as have room, in characters. */
export function firstThatFit(findings: readonly NamedFinding[], room: number): readonly NamedFinding[] {
  let left = room;
  const tooMany = findings.findIndex((each) => {
    left -= lengthOf([each]);
    return left < 0;
  });
  return tooMany === -1 ? findings : findings.slice(0, tooMany);
}

/** What JSON adds to a fingerprint, the digest included. */
const besides = 40;

export function lengthOf(findings: readonly NamedFinding[]): number {
  return findings.reduce((length, { fingerprint }) => length + fingerprint.length + besides, 0);
}
