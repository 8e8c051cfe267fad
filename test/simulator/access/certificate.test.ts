import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import * as x509 from '@peculiar/x509';
import { expect, it } from 'vitest';
import { createAuthority, createServerCertificate } from '#simulator/access/certificate.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** What Node says to a server with this certificate, asked for by this name. */
async function verify(given: { cert: string; key: string; ca: string }, servername: string) {
  const server = createServer({ cert: given.cert, key: given.key }, (socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port, ca: given.ca, servername });
  const answer = await new Promise<string>((resolve) => {
    socket.on('secureConnect', () => resolve('trusted'));
    socket.on('error', (error) => resolve(error.message));
  });
  socket.destroy();
  server.close();
  return answer;
}

it('is trusted for localhost', async () => {
  const { authority, certificate, key } = await createServerCertificate();
  expect(await verify({ cert: certificate, key, ca: authority }, 'localhost')).toBe('trusted');
});

it.each<[string, x509.JsonGeneralNames]>([
  ['another host', [{ type: 'dns', value: 'management.azure.com' }]],
  ['another address', [{ type: 'ip', value: '10.0.0.1' }]],
  [
    'another host beside localhost',
    [
      { type: 'dns', value: 'localhost' },
      { type: 'dns', value: 'evil.example' },
    ],
  ],
])('has an authority whose key is of no use for %s', async (_, names) => {
  const { authority, signingKey } = await createAuthority();
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const leaf = await x509.X509CertificateGenerator.create({
    subject: 'CN=forged',
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension(names)],
  });
  const key = x509.PemConverter.encode(
    await crypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  );
  const servername = names.find(({ type }) => type === 'dns')?.value ?? '10.0.0.1';
  expect(await verify({ cert: leaf.toString('pem'), key, ca: authority.toString('pem') }, servername)).toBe(
    'permitted subtree violation',
  );
});
