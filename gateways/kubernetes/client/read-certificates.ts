import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { ClusterCertificate } from '#domain/preflight/findings/preflight-readings.ts';

const deadlineMs = 10_000;
const onePem = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

export interface WhoseCertificates {
  /** Where the API server is. */
  readonly server: string;
  /** PEM of the cluster's authority, as the kubeconfig has it; null: it names none. */
  readonly authority: string | null;
  /** Of the server, where it is not that of its address. */
  readonly serverName?: string;
}

/**
 * Until when the API server's own certificate is good, and that of the authority that clients and new nodes trust. Goes by a
 * connection of its own that nothing is sent on; one that is not trusted is reported like any network failure.
 */
export async function readCertificates(
  { server, authority, serverName }: WhoseCertificates,
  signal: AbortSignal,
): Promise<readonly ClusterCertificate[]> {
  const { hostname, port } = new URL(server);
  const host = hostname.replace(/^\[|\]$/g, '');
  const name = serverName ?? (isIP(host) === 0 ? host : undefined);
  const socket = connect({
    host,
    port: port === '' ? 443 : Number(port),
    ...(name !== undefined && { servername: name }),
    ...(authority !== null && { ca: authority }),
  });
  try {
    await once(socket, 'secureConnect', {
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
    });
    const own = socket.getPeerX509Certificate();
    return [
      ...describe('API server', own === undefined ? [] : [own]),
      ...describe('cluster authority', certificatesIn(authority ?? '')),
    ];
  } finally {
    socket.destroy();
  }
}

function certificatesIn(pem: string): readonly X509Certificate[] {
  return (pem.match(onePem) ?? []).map((each) => new X509Certificate(each));
}

/** The one that is good for longest: beside a new authority the old one is kept for a while. */
function describe(
  of: ClusterCertificate['of'],
  certificates: readonly X509Certificate[],
): readonly ClusterCertificate[] {
  const ends = certificates.map(({ validToDate }) => validToDate.getTime());
  if (ends.length === 0) return [];
  const end = Math.max(...ends);
  return [{ of, until: new Date(end).toISOString(), leftMs: end - Date.now() }];
}
