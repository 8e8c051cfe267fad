import type { KnownSummary } from '#domain/known-findings.ts';
import { printable } from '#domain/text/printable.ts';

/** "; 12 known (baseline)"; empty without a baseline. */
export function describeKnown(baseline: KnownSummary | undefined): string {
  return baseline === undefined ? '' : `; ${baseline.known} known (baseline)`;
}

/** Known findings that are gone, a line each: the file may drop them. */
export function goneLines(baseline: KnownSummary | undefined): readonly string[] {
  return (baseline?.gone ?? []).map((fingerprint) =>
    printable(`Gone since the baseline: ${describeFingerprint(fingerprint)}`),
  );
}

/** "SB-POD-04 Pod/shop/web main add=SYS_PTRACE" */
export function describeFingerprint(fingerprint: string): string {
  return fingerprint.split('|').filter(Boolean).join(' ');
}
