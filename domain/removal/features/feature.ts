import type { Fields } from './fields.ts';

/** Something beside API versions that a version of Kubernetes, or AKS with it, takes away. */
export interface FeatureNote {
  /** "git-repo-volume": waivers name it. */
  readonly id: string;
  /** "gitRepo volume" */
  readonly title: string;
  /** What to do. */
  readonly instead: string;
  /** Where it is said. */
  readonly source: `https://${string}`;
}

/** A feature that objects show. Minors are those of Kubernetes 1. */
export interface Feature extends FeatureNote {
  /** null: never announced. */
  readonly deprecated: number | null;
  /** The first minor without it; null: no removal is planned. */
  readonly removed: number | null;
  /**
   * BLOCK: what uses it does not start any more, or not do what it is there for. WARN: it continues without it or by other means, or
   * the object does not show whether it can. INFO (in full alone): it only names it.
   */
  readonly atEnd: 'BLOCK' | 'WARN' | 'INFO';
  /** Whose objects may show it, each as Kubernetes writes a kind with its group: "Service", "StorageClass.storage.k8s.io". */
  readonly kinds: readonly string[];
  /** What of an object shows it, in words; none: it does not use it. */
  readonly find: (subject: FeatureSubject) => readonly string[];
}

/** An object that is looked at. */
export interface FeatureSubject {
  /** "Deployment.apps" */
  readonly kind: string;
  readonly value: Fields;
  /** The pod that it is, or that it makes; null: it makes none. */
  readonly pod: PodParts | null;
}

export interface PodParts {
  readonly annotations: Fields;
  readonly spec: Fields;
}
