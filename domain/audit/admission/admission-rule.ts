/** What of a control an API server refuses, in CEL. */
export interface AdmissionRule {
  readonly control: string;
  /** pods: they themselves and the templates of Kubernetes' own kinds. bindings: of roles, in every namespace. */
  readonly of: 'pods' | 'bindings' | 'services' | 'ingresses' | 'namespaces';
  /** What is for Windows is admitted. */
  readonly isForLinux?: true;
  /** Annotations of the pod count, so that a change of them is judged as a change of its spec is. */
  readonly readsAnnotations?: true;
  /**
   * By name, each a list of texts in CEL that says what is wrong; all empty: it is admitted. `variables.podSpec`, `.containers` and
   * `.annotations` are those of the pod, or of the pods to come; of everything else there is `object`.
   */
  readonly found: Readonly<Record<string, string>>;
  /** What the control fails and the rule admits, or the other way round. */
  readonly differs?: string;
}
