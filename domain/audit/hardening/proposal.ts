import type { KubernetesObject } from '../kubernetes/api-objects.ts';

/** What would enforce a control, or why nothing is proposed. */
export type Proposal = ObjectProposal | CommandProposal | Refusal;

/** An object, or some fields of one, to be applied to the cluster. */
export interface ObjectProposal {
  readonly kind: 'apply';
  readonly control: string;
  readonly namespace: string;
  /** For server-side apply: nothing but the fields that are ours. */
  readonly object: KubernetesObject;
  readonly why: string;
}

/** A setting of Azure's: shown as a command, for some replace every node or lock people out; sent only where decideSetting lets it. */
export interface CommandProposal {
  readonly kind: 'command';
  readonly control: string;
  readonly resource: string;
  readonly command: string;
  readonly why: string;
}

export interface Refusal {
  readonly kind: 'refuse';
  readonly control: string;
  /** null: the cluster as a whole. */
  readonly namespace: string | null;
  readonly why: string;
}

export function refuse(control: string, namespace: string | null, why: string): Refusal {
  return { kind: 'refuse', control, namespace, why };
}
