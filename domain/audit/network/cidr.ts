/** An IPv4 block as numbers; `masked` is its first address. */
export interface Ipv4Block {
  readonly masked: number;
  readonly bits: number;
  /** Whether its address had bits beyond its mask, as in 10.10.0.0/0. */
  readonly hasHostBits: boolean;
}

export type Cidr = Ipv4Block | 'ipv6' | 'invalid';

const ipv4Form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const ipv6Form = /^[0-9a-f:]*:[0-9a-f:]*(\d+\.\d+\.\d+\.\d+)?$/i;
const mappedForm = /^(0*:)*:?(0*:)*ffff:/i;

/**
 * Reads a CIDR, or an address without a length (a block of one). Host bits are masked away, as every engine does.
 * IPv4 written as IPv6 (::ffff:0:0/96) is invalid.
 */
export function parseCidr(text: string): Cidr {
  const [address = '', length, more] = text.trim().split('/');
  if (more !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return 'invalid';
  const ipv4 = parseIpv4(address);
  if (ipv4 !== null) return block(ipv4, length === undefined ? 32 : Number(length));
  if (!ipv6Form.test(address) || mappedForm.test(address)) return 'invalid';
  return Number(length ?? 128) <= 128 ? 'ipv6' : 'invalid';
}

/** An IPv4 address as a number; null: it is none. */
export function parseIpv4(text: string): number | null {
  const octets = ipv4Form.exec(text)?.slice(1).map(Number);
  if (octets === undefined || octets.some((octet) => octet > 255)) return null;
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

export function contains({ masked, bits }: Ipv4Block, address: number): boolean {
  return mask(address, bits) === masked;
}

function block(address: number, bits: number): Cidr {
  if (bits > 32) return 'invalid';
  const masked = mask(address, bits);
  return { masked, bits, hasHostBits: masked !== address };
}

function mask(address: number, bits: number): number {
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) * size;
}
