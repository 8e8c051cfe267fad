import type { Cluster } from '../../fleet/fleet.ts';
import type { Found } from '../findings/preflight-finding.ts';
import type { ClusterCertificate } from '../findings/preflight-readings.ts';

const dayMs = 24 * 3_600_000;
const soonMs = 30 * dayMs;

/**
 * Certificates of a cluster that expire soon: AKS rotates most of them earlier (learn.microsoft.com/azure/aks/certificate-rotation);
 * one this close to its end was not rotated.
 */
export function checkCertificates(
  { name, resourceGroup }: Cluster,
  certificates: readonly ClusterCertificate[],
): readonly Found[] {
  return certificates
    .filter(({ leftMs }) => leftMs <= soonMs)
    .map(({ of, until, leftMs }) => ({
      check: 'certificates',
      level: 'blocker',
      pool: null,
      what: `the certificate of the ${of} ${leftMs <= 0 ? 'has expired' : `expires in ${Math.floor(leftMs / dayMs)} days`}`,
      why: `it is valid until ${until}; new nodes cannot join a cluster with expired certificates`,
      todo: `az aks rotate-certs -g ${resourceGroup} -n ${name}, outside the campaign; the cluster is unavailable for up to 30m`,
      evidence: [],
    }));
}
