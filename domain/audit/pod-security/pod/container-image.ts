interface ContainerImage {
  /** "registry:5000/shop/web" */
  readonly repository: string;
  readonly tag: string | null;
  /** "sha256:..." */
  readonly digest: string | null;
}

/** "registry:5000/shop/web:1.4@sha256:..." */
export function parseContainerImage(image: string): ContainerImage {
  const [named = '', digest = null] = image.split('@');
  const at = named.lastIndexOf('/') + 1;
  const [name = '', tag = null] = named.slice(at).split(':');
  return { repository: named.slice(0, at) + name, tag, digest };
}
