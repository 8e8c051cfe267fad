import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificates } from '#gateways/kubernetes/client/read-certificates.ts';
import { createServerCertificate, type ServerCertificate } from '#simulator/access/certificate.ts';

let own: ServerCertificate;
let other: ServerCertificate;
let listening: Server;
let server: string;

beforeAll(async () => {
  [own, other] = await Promise.all([createServerCertificate(), createServerCertificate()]);
  listening = createServer({ cert: own.certificate, key: own.key }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  server = `https://127.0.0.1:${(listening.address() as AddressInfo).port}`;
});
afterAll(() => {
  listening.close();
});

const endOf = (pem: string) => new X509Certificate(pem).validToDate.toISOString();
const never = new AbortController().signal;

describe('the certificates of a cluster', () => {
  it('are those of its API server and of its authority, with their ends', async () => {
    const found = await readCertificates({ server, authority: own.authority }, never);
    expect(found.map(({ of, until }) => [of, until])).toEqual([
      ['API server', endOf(own.certificate)],
      ['cluster authority', endOf(own.authority)],
    ]);
  });

  it('of an authority that is being replaced are those of the newer one', async () => {
    const both = `${other.authority}\n${own.authority}`;
    const found = await readCertificates({ server, authority: both }, never);
    const ends = [own, other].map(({ authority }) => endOf(authority)).toSorted();
    expect(found.at(-1)).toMatchObject({ of: 'cluster authority', until: ends.at(-1) });
  });

  it("are not read where the authority did not sign the server's certificate", async () => {
    await expect(readCertificates({ server, authority: other.authority }, never)).rejects.toMatchObject({
      code: expect.stringMatching(/SIGNATURE|VERIFY|CERT/) as string,
    });
  });

  it('are not waited for once the caller has cancelled', async () => {
    await expect(readCertificates({ server, authority: own.authority }, AbortSignal.abort())).rejects.toThrow(
      'abort',
    );
  });
});
