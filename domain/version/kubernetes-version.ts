import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';

export interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
  /** null where only a minor was named: "1.34". */
  readonly patch: number | null;
}

const minorForm = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Reads "1.34", "1.34.1", "v1.34.1" (kubelets) and "1.28.100-akslts" (AKS); null for anything else. */
export function parseVersion(text: string): KubernetesVersion | null {
  const minor = minorForm.exec(text);
  if (minor !== null) return { major: Number(minor[1]), minor: Number(minor[2]), patch: null };
  const full = parse(text);
  return full === null ? null : { major: full.major, minor: full.minor, patch: full.patch };
}

/**
 * Below zero where `a` is older than `b`, zero where they are the same; a minor counts as its first patch.
 * Throws a RangeError for what `parseVersion` cannot read.
 */
export function compareVersions(a: string, b: string): number {
  return compare(asFull(a), asFull(b));
}

/** "1.34.1" -> "1.34". Throws a RangeError for what `parseVersion` cannot read. */
export function minorOf(version: string): string {
  const { major, minor } = demandVersion(version);
  return `${major}.${minor}`;
}

/** Whether it names a minor ("1.34") rather than one version. */
export function isMinorOnly(version: string): boolean {
  return parseVersion(version)?.patch === null;
}

/** How many minors `older` lies behind `newer`; negative where it is ahead; null across major versions. */
export function minorsBetween(older: string, newer: string): number | null {
  const [from, to] = [demandVersion(older), demandVersion(newer)];
  return from.major === to.major ? to.minor - from.minor : null;
}

function asFull(text: string): string {
  return demandVersion(text).patch === null ? `${text}.0` : text;
}

function demandVersion(text: string): KubernetesVersion {
  const version = parseVersion(text);
  if (version === null) throw new RangeError(`not a Kubernetes version: ${JSON.stringify(text)}`);
  return version;
}
