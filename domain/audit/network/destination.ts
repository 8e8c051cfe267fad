import { contains, parseCidr, parseIpv4 } from './cidr.ts';
import { type Match, unsure } from './match.ts';

/** Azure's instance metadata service, which hands out the node's tokens: HTTP on IPv4 only. */
const metadataPort = 80;

const address = parseIpv4('169.254.169.254') ?? 0;

/** Whether a block without its exceptions holds the metadata address. */
export function blockHolds(cidr: string, except: readonly string[] = []): Match {
  const outer = holds(cidr);
  if (outer !== 'yes') return outer;
  const inner = except.map(holds);
  if (inner.includes('yes')) return 'no';
  return inner.find((each) => each !== 'no') ?? 'yes';
}

function holds(cidr: string): Match {
  const block = parseCidr(cidr);
  if (block === 'invalid') return unsure(`${JSON.stringify(cidr)} is not a CIDR`);
  if (block === 'ipv6') return 'no';
  return contains(block, address) ? 'yes' : 'no';
}

/** Whether a port, or the range up to `end`, holds the metadata port. A name never does: it stands for ports of pods. */
export function portHolds(port: number | string, end?: number): boolean {
  const first = Number(port);
  if (!Number.isInteger(first)) return false;
  return first <= metadataPort && metadataPort <= (end ?? first);
}
