import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/**
 * Addresses that are not of the public internet (IANA special-purpose registries), Azure's own 168.63.129.16, and IPv6
 * ranges that carry IPv4 addresses. Node's BlockList matches IPv4-mapped IPv6 addresses by their IPv4 address.
 */
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/96',
  '64:ff9b::/32',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/9',
  'ff00::/8',
];

/** Whether an address may be connected to. */
export type AddressRule = (address: string) => boolean;

/**
 * The public internet, and the networks that the operator allows ("10.0.0.0/8, 10.1.2.3"). Throws a RangeError for a text
 * that is no network.
 */
export function addressRule(allowed: string | undefined): AddressRule {
  const refused = listOf(special);
  const permitted = listOf((allowed ?? '').split(',').flatMap((each) => each.trim() || []));
  return (address) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    return permitted.check(address, family) || !refused.check(address, family);
  };
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix, ...rest] = network.split('/');
    const family = isIP(address);
    const longest = family === 4 ? 32 : 128;
    const length = prefix === undefined ? longest : Number(prefix);
    if (
      family === 0 ||
      rest.length > 0 ||
      prefix === '' ||
      !(Number.isInteger(length) && length <= longest && length >= 0)
    )
      throw new RangeError(`DRYDOCK_METRIC_NETWORKS has ${network}, which is no network such as 10.0.0.0/8`);
    list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Throws a FailureError (`metric-refused`) for a URL whose host is an address that may not be connected to. */
export function checkHost({ hostname }: URL, isAllowed: AddressRule): void {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !isAllowed(address)) throw refusal(hostname, address);
}

/** Resolves a name as Node does, and refuses it if any of its addresses may not be connected to. */
export function guardedLookup(isAllowed: AddressRule): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
      const refused = error === null ? addresses.find((address) => !isAllowed(address)) : undefined;
      if (refused === undefined) done(error, found, family);
      else done(refusal(hostname, refused), '', 0);
    });
  };
}

function refusal(hostname: string, address: string): FailureError {
  const what = hostname === address ? hostname : `${hostname} (${address})`;
  return new FailureError(
    failure(
      'metric-refused',
      `${what} is not an address of the public internet; DRYDOCK_METRIC_NETWORKS of the worker allows others.`,
    ),
  );
}
