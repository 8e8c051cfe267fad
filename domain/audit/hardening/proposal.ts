import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject } from '../kubernetes/read-shape.ts';

/** What would enforce a control, or why nothing is proposed. */
export type Proposal = ObjectProposal | CommandProposal | Refusal;

/** An object, or some fields of one, to be applied to the cluster. */
export interface ObjectProposal {
  readonly kind: 'apply';
  readonly control: string;
  /** null: the object is in no namespace, nor is it one. */
  readonly namespace: string | null;
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
  /** At most 50. */
  readonly offenders?: readonly Offender[];
  /** Of all, listed or not. */
  readonly offenderCount?: number;
}

/** The annotation by which an object says why it was changed. */
const reasonAnnotation = 'drydock.dev/reason';

/** The same object with the reason as an annotation; unchanged without one. */
export function withReason(object: KubernetesObject, reason: string | null): KubernetesObject {
  if (reason === null) return object;
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...annotations, [reasonAnnotation]: reason } },
  };
}

/** A workload that speaks against a proposal. */
interface Offender {
  /** "Deployment/shop/web" */
  readonly resource: string;
  readonly reason: string;
}

export function refuse(control: string, namespace: string | null, why: string): Refusal {
  return { kind: 'refuse', control, namespace, why };
}
