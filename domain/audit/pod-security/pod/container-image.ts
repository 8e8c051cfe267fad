interface ContainerImage {
  readonly tag: string | null;
  /** "sha256:..." */
  readonly digest: string | null;
}

/** "registry:5000/shop/web:1.4@sha256:..." */
export function parseContainerImage(image: string): ContainerImage {
  const [named = '', digest = null] = image.split('@');
  const [, tag = null] = named.slice(named.lastIndexOf('/') + 1).split(':');
  return { tag, digest };
}
