/** An AKS node image name, parsed. */
export interface NodeImage {
  /** Everything before the version: "AKSUbuntu-2204gen2containerd", "AKSWindows-2022". */
  readonly family: string;
  /** "202509.23.0", "20348.4171.250910". */
  readonly version: string;
  /** The day of the node's security patches (channel SecurityPatch), "2025.11.03"; null: none. */
  readonly patched: string | null;
}

/**
 * Dashes or, in old names, colons separate the parts; the version is the last one. Nodes under the channel SecurityPatch
 * have a date after it.
 */
const form = /^(?<family>.+?)[-:](?<version>\d+(?:\.\d+){2,3})(?:-(?<patched>\d{4}\.\d{2}\.\d{2}))?$/;

/** null: an unknown form. */
export function parseNodeImage(name: string): NodeImage | null {
  const { family, version, patched = null } = form.exec(name)?.groups ?? {};
  return family === undefined || version === undefined ? null : { family, version, patched };
}

/** Linux versions are dates, Windows versions are builds of Windows. */
const knownFamily = /^AKS(?:Ubuntu|AzureLinux|CBLMariner|Mariner|Flatcar|Windows)\b/;

/** Whether images of this kind can be compared. */
export function isKnownImage(name: string): boolean {
  return parseNodeImage(name) !== null && knownFamily.test(name);
}

/** Whether a node with this image label runs `image`, whatever security patches it has. */
export function isOfImage(label: string | null, image: string): boolean {
  if (label === null || label === image) return label === image;
  const [node, pool] = [parseNodeImage(label), parseNodeImage(image)];
  return (
    node !== null && pool?.patched === null && node.family === pool.family && node.version === pool.version
  );
}

/** "AKSUbuntu-2204gen2containerd-202509.23.0" -> "202509.23.0"; unknown forms stay. */
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
