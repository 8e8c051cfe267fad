/** An AKS node image name, taken apart; aks-arm.md of the facts lists the forms that are seen. */
export interface NodeImage {
  /** Everything before the version: "AKSUbuntu-2204gen2containerd", "AKSWindows-2022". */
  readonly family: string;
  /** "202509.23.0", "20348.4171.250910". */
  readonly version: string;
}

/** Dashes or, in old names, colons part the pieces; the version is the last one, with two or three dots' worth of numbers. */
const form = /^(?<family>.+?)[-:](?<version>\d+(?:\.\d+){2,3})$/;

/** null for a name in no known form. */
export function parseNodeImage(name: string): NodeImage | null {
  const { family, version } = form.exec(name)?.groups ?? {};
  return family === undefined || version === undefined ? null : { family, version };
}

/** What people need of it: "AKSUbuntu-2204gen2containerd-202509.23.0" -> "202509.23.0"; unknown forms stay whole. */
export function shortImage(name: string): string {
  return parseNodeImage(name)?.version ?? name;
}

/** Below zero where `a` is older; null where they cannot be compared: another family, or no known form. */
export function compareNodeImages(a: string, b: string): number | null {
  const [left, right] = [parseNodeImage(a), parseNodeImage(b)];
  if (left === null || right === null || left.family !== right.family) return null;
  const [these, those] = [left.version.split('.').map(Number), right.version.split('.').map(Number)];
  const at = these.findIndex((part, index) => part !== those[index]);
  if (at === -1) return these.length - those.length;
  return (these[at] ?? 0) - (those[at] ?? 0);
}
