import type { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** Certificate and key of the server, and the authority that signed it; all PEM. */
export interface ServerCertificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const lifetimeMs = 365 * 24 * 3_600_000;

/**
 * A fresh authority, good for loopback alone: its key, in the wrong hands, impersonates nothing else to those who trust it.
 */
export async function createAuthority(): Promise<{
  readonly authority: x509.X509Certificate;
  readonly signingKey: webcrypto.CryptoKey;
}> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: 'CN=Drydock simulator authority',
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      onlyLoopback(),
    ],
  });
  return { authority, signingKey: keys.privateKey };
}

/** A fresh authority and a leaf for 127.0.0.1 and localhost, with every extension that strict verifiers ask for. */
export async function createServerCertificate(): Promise<ServerCertificate> {
  const { authority, signingKey } = await createAuthority();
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const leaf = await x509.X509CertificateGenerator.create({
    ...validity(),
    subject: 'CN=127.0.0.1',
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'localhost' },
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const privateKey = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    // A bundle that is made with cat needs the final newline.
    authority: `${authority.toString('pem')}\n`,
    certificate: `${leaf.toString('pem')}\n`,
    key: `${x509.PemConverter.encode(privateKey, 'PRIVATE KEY')}\n`,
  };
}

function validity() {
  return { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + lifetimeMs) };
}

/** Name constraints (RFC 5280, 4.2.1.10): localhost, 127.0.0.0/8 and ::1. */
function onlyLoopback(): x509.Extension {
  const names = [
    tagged(0x82, ...new TextEncoder().encode('localhost')),
    tagged(0x87, 127, 0, 0, 0, 255, 0, 0, 0),
    tagged(0x87, ...new Uint8Array(15), 1, ...new Uint8Array(16).fill(255)),
  ];
  const permitted = tagged(0xa0, ...names.flatMap((name) => tagged(0x30, ...name)));
  return new x509.Extension('2.5.29.30', true, new Uint8Array(tagged(0x30, ...permitted)));
}

/** DER of fewer than 128 bytes. */
function tagged(tag: number, ...content: readonly number[]): readonly number[] {
  return [tag, content.length, ...content];
}
