import { describe, expect, it } from 'vitest';
import { auditLevels, openFindings } from '#domain/audit/audit-scope.ts';
import { asBaseline, knowing } from '#domain/known-findings.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { aNamespace, gist, judged } from '../../../builders/an-audited-cluster.ts';

const id = 'SB-WL-07';
const of = (kind: string, parts: object, namespace = 'shop') => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'app', namespace },
  ...parts,
});
const config = (data: unknown) => of('ConfigMap', { data });
const secret = (parts: object) => of('Secret', parts);
const encoded = Buffer.from('hunter2').toString('base64');
const inConfig = 'FAIL ConfigMap/shop/app';
const inSecret = 'WARN Secret/shop/app';

/** Written so that it is no template here. */
const variable = (name: string) => `$\{${name}}`;

describe('what a file says of a secret', () => {
  it.each<[string, object, string]>([
    ['settings', config({ LOG_LEVEL: 'debug', 'app.properties': 'a=b' }), 'PASS'],
    ['no data', config(undefined), 'PASS'],
    ['an empty value', config({ PASSWORD: '' }), 'PASS'],
    ['a path of one', config({ PASSWORD_FILE: '/run/secrets/db', TOKEN: '/run/secrets/token' }), 'PASS'],
    ['a reference', config({ PASSWORD: variable('DB_PASSWORD') }), 'PASS'],
    ['a template', config({ PASSWORD: '{{ .Values.password }}' }), 'PASS'],
    ['a Secret of templates', secret({ stringData: { password: '{{ .Values.password }}' } }), 'PASS'],
    ['a key named like one', config({ DB_PASSWORD: 'hunter2' }), inConfig],
    ['a password in a URL', config({ 'app.yaml': 'db: postgres://app:hunter2@db/app' }), inConfig],
    ['a private key', config({ id_rsa: '-----BEGIN RSA PRIVATE KEY-----\nabc' }), inConfig],
    ['a ConfigMap of the system', of('ConfigMap', { data: { PASSWORD: 'x' } }, 'kube-system'), 'PASS'],
    ['a kind of another group', { ...config({ PASSWORD: 'x' }), apiVersion: 'example.com/v1' }, 'PASS'],
    ['a Secret without values', secret({ type: 'kubernetes.io/service-account-token' }), 'PASS'],
    ['an encoded value', secret({ data: { password: encoded } }), inSecret],
    ['a plain value', secret({ stringData: { 'config.json': '{}' } }), inSecret],
    ['a certificate and its key', secret({ data: { 'tls.crt': encoded, 'tls.key': encoded } }), inSecret],
    ['a certificate alone', secret({ data: { 'ca.crt': encoded } }), 'PASS'],
    [
      'values that SOPS encrypted',
      secret({ data: { password: 'ENC[AES256_GCM,data:x]' }, sops: {} }),
      'PASS',
    ],
    [
      'a placeholder of a vault plugin',
      secret({ stringData: { password: '<path:kv/db#password>' } }),
      'PASS',
    ],
    ['a variable of Flux', secret({ stringData: { password: variable('DB_PASSWORD') } }), 'PASS'],
    ['data that is no map', config('PASSWORD=x'), 'UNKNOWN'],
    ['a Secret whose data is no map', secret({ stringData: ['x'] }), 'UNKNOWN'],
  ])('%s', (_, object, said) => {
    expect(gist(judged(id, { objects: [aNamespace('shop'), object] }))).toBe(said);
  });

  it('names the keys, and never a value', () => {
    const objects = [config({ DB_PASSWORD: 'hunter2' }), secret({ data: { password: encoded } })];
    const { evidence } = judged(id, { objects });
    expect(evidence).toMatchObject([
      { reason: 'its keys hold secrets: DB_PASSWORD', facts: ['DB_PASSWORD'], severity: 'high' },
      { reason: 'its values stand in the file: password', facts: ['password'], severity: 'medium' },
    ]);
    expect(JSON.stringify(evidence)).not.toMatch(`hunter2|${encoded}`);
  });

  it('can be waived', () => {
    const waivers = [aControlWaiver({ control: id, resource: 'Secret/shop/app' })];
    const objects = [secret({ data: { password: encoded } })];
    expect(judged(id, { objects, waivers }).status).toBe('WAIVED');
  });

  it('of a known ConfigMap another key is new', () => {
    const found = (data: object) =>
      openFindings({ verdict: 'FAIL', controls: [judged(id, { objects: [config(data)] })] });
    const isKnown = knowing(asBaseline(found({ TOKEN: 'a', PASSWORD: 'b' }), auditLevels), auditLevels);
    expect(found({ PASSWORD: 'other' }).map(isKnown)).toEqual([true]);
    expect(found({ PASSWORD: 'b', API_KEY: 'c' }).map(isKnown)).toEqual([false]);
  });
});
