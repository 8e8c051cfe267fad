import type { OptionValues } from '../input/command-input.ts';

/** What is read of the paths that were named. */
export interface ManifestInput {
  readonly paths: readonly string[];
  /** Patterns of files and folders to skip, in the syntax of .gitignore. */
  readonly exclude?: readonly string[];
  /** What holds no object is a problem. */
  readonly isStrict?: boolean;
}

export function manifestInput(options: OptionValues): ManifestInput {
  return {
    paths: options.list('manifests'),
    exclude: options.list('exclude'),
    isStrict: options.isOn('strict'),
  };
}
