import { contains, parseCidr } from './cidr.ts';
import type { NetworkPolicy } from './kubernetes-policy.ts';

type Block = { readonly cidr?: string; readonly except?: readonly string[] };

/**
 * Why every API server refuses a NetworkPolicy for its blocks, so that it is in no cluster; null: nothing is known to speak against it.
 * Source: ValidateIPBlock of k8s.io/kubernetes/pkg/apis/networking/validation: blocks have a mask, and exceptions lie in theirs.
 */
export function whyRefused({ spec = {} }: NetworkPolicy): string | null {
  const { egress = [], ingress = [] } = spec;
  const peers = [...egress.flatMap(({ to = [] }) => to), ...ingress.flatMap(({ from = [] }) => from)];
  for (const { ipBlock } of peers) {
    const why = ipBlock === undefined ? null : whyBlockRefused(ipBlock);
    if (why !== null) return why;
  }
  return null;
}

function whyBlockRefused({ cidr = '', except = [] }: Block): string | null {
  if (!hasMask(cidr)) return `the block ${cidr} has no mask, such as /32`;
  const bare = except.find((each) => !hasMask(each));
  if (bare !== undefined) return `the exception ${bare} has no mask, such as /32`;
  const outside = except.find((each) => liesOutside(cidr, each));
  return outside === undefined ? null : `the exception ${outside} is outside its block ${cidr}`;
}

function hasMask(text: string): boolean {
  return text.includes('/');
}

/** Blocks of IPv6 are not compared: the metadata address has none. What is no CIDR is reported by the reader. */
function liesOutside(cidr: string, exception: string): boolean {
  const [outer, inner] = [parseCidr(cidr), parseCidr(exception)];
  if (outer === 'invalid' || inner === 'invalid') return false;
  if (outer === 'ipv6' || inner === 'ipv6') return outer !== inner;
  return inner.bits <= outer.bits || !contains(outer, inner.masked);
}
