/** Who wants to reach the metadata address: a pod, or the next one of a namespace, which has no labels. */
export interface Subject {
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
}

/** Whether it can. `reason` names the policy and rule that decides, or says that there is none. */
export type Reach =
  | { readonly outcome: 'open'; readonly reason: string }
  | { readonly outcome: 'blocked'; readonly reason: string }
  | { readonly outcome: 'undecided'; readonly reason: string };
