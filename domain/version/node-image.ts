/** An AKS node image name, taken apart; aks-arm.md of the facts lists the forms that are seen. */
export interface NodeImage {
  /** Everything before the version: "AKSUbuntu-2204gen2containerd", "AKSWindows-2022". */
  readonly family: string;
  /** "202509.23.0", "20348.4171.250910". */
  readonly version: string;
  /** The day of security patches that a node got since (channel SecurityPatch), "2025.11.03"; null: none. */
  readonly patched: string | null;
}

/**
 * Dashes or, in old names, colons part the pieces; the version is the last one, with two or three dots' worth of numbers.
 * Nodes under the channel SecurityPatch have a date behind it.
 */
const form = /^(?<family>.+?)[-:](?<version>\d+(?:\.\d+){2,3})(?:-(?<patched>\d{4}\.\d{2}\.\d{2}))?$/;

/** null for a name in no known form. */
export function parseNodeImage(name: string): NodeImage | null {
  const { family, version, patched = null } = form.exec(name)?.groups ?? {};
  return family === undefined || version === undefined ? null : { family, version, patched };
}

/** What AKS makes nodes of; Linux images are dated, those of Windows bear a build of Windows. */
const knownFamily = /^AKS(?:Ubuntu|AzureLinux|CBLMariner|Mariner|Flatcar|Windows)\b/;

/** Whether images of this one's kind can be put in order. */
export function isKnownImage(name: string): boolean {
  return parseNodeImage(name) !== null && knownFamily.test(name);
}

/** Whether a node that says `label` has `image`: its own security patches make it no other. */
export function isOfImage(label: string | null, image: string): boolean {
  if (label === null || label === image) return label === image;
  const [node, pool] = [parseNodeImage(label), parseNodeImage(image)];
  return (
    node !== null && pool?.patched === null && node.family === pool.family && node.version === pool.version
  );
}

/** What people need of it: "AKSUbuntu-2204gen2containerd-202509.23.0" -> "202509.23.0"; unknown forms stay whole. */
export function shortImage(name: string): string {
  return parseNodeImage(name)?.version ?? name;
}

/** Whether it is that image, or a newer one of its family. */
export function isImageAtLeast(image: string, wanted: string): boolean {
  return image === wanted || (compareNodeImages(image, wanted) ?? -1) >= 0;
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
