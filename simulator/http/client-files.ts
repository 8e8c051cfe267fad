import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { getCACertificates, rootCertificates } from 'node:tls';
import type { ServerCertificate } from '../access/certificate.ts';
import { issueToken, tenantId } from '../access/identity.ts';
import { kubeconfig } from '../access/kubeconfig.ts';
import { staticTokenOf } from '../access/static-token.ts';
import type { World } from '../world/world.ts';

const yearSeconds = 365 * 24 * 3600;

/** Absolute paths; kubeconfig files in the order of the clusters. */
export interface ClientFiles {
  readonly caFile: string;
  /** The same authority with the public ones and this machine's, for tools that take one file in their place. */
  readonly bundleFile: string;
  readonly federatedTokenFile: string;
  readonly kubeconfigFiles: readonly string[];
  /** Removes the folder if it was made for this run. */
  readonly discard: () => void;
}

/** Writes what clients read from disk, for the owner's eyes only. */
export function writeClientFiles(parts: {
  readonly world: World;
  readonly url: string;
  readonly tls: ServerCertificate;
  readonly dir?: string | undefined;
}): ClientFiles {
  const { world, url, tls } = parts;
  const folder =
    parts.dir === undefined ? mkdtempSync(join(tmpdir(), 'drydock-simulator-')) : resolve(parts.dir);
  makeFolder(folder);
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const assertion = issueToken('api://AzureADTokenExchange', `${url}/${tenantId}/`, Date.now(), yearSeconds);
  const kubeconfigFiles = world.clusters.map((cluster) => {
    const text = kubeconfig({
      cluster: cluster.name,
      group: cluster.group,
      server: `${url}${cluster.kubernetesPath}`,
      authorityPem: tls.authority,
      role: 'clusterUser',
      user: { token: staticTokenOf(cluster) },
    });
    return write(`${cluster.group}-${cluster.name}.kubeconfig`, text);
  });
  return {
    caFile: write('ca.pem', tls.authority),
    bundleFile: write('ca-bundle.pem', bundleWith(tls.authority)),
    federatedTokenFile: write('federated-token.jwt', assertion),
    kubeconfigFiles,
    discard: () => {
      if (parts.dir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function bundleWith(authority: string): string {
  const others = new Set([...rootCertificates, ...getCACertificates('system')].map((each) => each.trim()));
  return [authority.trim(), ...others, ''].join('\n');
}

/** With `recursive`, Node 24 asks for ever where a parent is there and says that it is not, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
