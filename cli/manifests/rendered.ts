/** What a renderer printed. */
export interface Rendered {
  readonly text: string;
  /** "charts/web/templates/a.yaml:1" of a line (from 1) of the text. */
  readonly locationOf: (line: number) => string;
}

/** A chart or kustomization that is not judged as what it becomes. */
export interface NotRendered {
  readonly location: string;
  /** The renderer failed; else it is not there. */
  readonly isFailure: boolean;
  readonly message: string;
}
