import { canonicalJson, digestText } from '../text/digest.ts';

/** A decision that an identity proves: an order in the form in which it is sent, without who and the proof. */
export interface ProvenDecision {
  readonly namespace: string;
  readonly campaign: string;
  readonly verb: 'start' | 'approve' | 'reject' | 'force';
  readonly terms: Readonly<Record<string, unknown>>;
}

/** "sha256:…": a proof carries it, so that it counts for no other decision. */
export function decisionDigest({ namespace, campaign, verb, terms }: ProvenDecision): string {
  return digestText(canonicalJson({ namespace, campaign, verb, terms }));
}
