import { expect, it } from 'vitest';
import type { ClusterCertificate } from '#domain/preflight/findings/preflight-readings.ts';
import { preflightFindings, told } from '../../../builders/a-preflight-reading.ts';

const day = 24 * 3_600_000;
const look = (leftMs: number, of: ClusterCertificate['of'] = 'API server') =>
  told(preflightFindings({ certificates: { value: [{ of, until: '2026-05-01T00:00:00.000Z', leftMs }] } }));

it('a certificate that ends within 30 days is reported with its end and what rotates it', () => {
  expect(look(29.5 * day)).toEqual([
    'blocker certificates aks-one-weu: the certificate of the API server expires in 29 days: it is valid until 2026-05-01T00:00:00.000Z; new nodes cannot join a cluster with expired certificates; az aks rotate-certs -g rg-aks -n aks-one-weu, outside the campaign; the cluster is unavailable for up to 30m',
  ]);
});

it('a certificate that has expired is reported so', () => {
  expect(look(-1, 'cluster authority')).toEqual([
    expect.stringContaining('of the cluster authority has expired'),
  ]);
});

it('a certificate that is good for longer is nothing to tell', () => {
  expect(look(31 * day)).toEqual([]);
});
