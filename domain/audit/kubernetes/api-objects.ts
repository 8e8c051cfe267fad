/** Any object of the API, parsed and not looked into. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** As metav1.LabelSelector, unset fields left out. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}
