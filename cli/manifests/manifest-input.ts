import type { OptionValues } from '../input/command-input.ts';

/** What is read of the paths that were named. */
export interface ManifestInput {
  readonly paths: readonly string[];
  /** Patterns of files and folders to skip, in the syntax of .gitignore. */
  readonly exclude?: readonly string[];
  /** What holds no object is a problem. */
  readonly isStrict?: boolean;
  /** Whether helm, kustomize and kubectl may run; default: yes. */
  readonly isRendered?: boolean;
  /** Files of values for charts. */
  readonly values?: readonly string[];
  /** The version that charts are rendered for, of Kubernetes 1; null: the one that helm assumes. */
  readonly minor?: number | null;
}

export function manifestInput(options: OptionValues, minor: number | null): ManifestInput {
  return {
    paths: options.list('manifests'),
    exclude: options.list('exclude'),
    isStrict: options.isOn('strict'),
    isRendered: !options.isOff('render'),
    values: options.list('values'),
    minor,
  };
}
