import { describe, expect, it } from 'vitest';
import type { ClusterClient, PlainAnswer } from '#gateways/kubernetes/client/cluster-client.ts';
import { listItems } from '#gateways/kubernetes/client/list-items.ts';
import { readServerChecks } from '#gateways/kubernetes/health/health-readers.ts';
import { readWarnings } from '#gateways/kubernetes/health/read-warnings.ts';

const answer = (status: number, body: object | string): PlainAnswer => ({
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const aPage = (name: string, next?: string) =>
  answer(200, { items: [{ metadata: { name } }], metadata: next === undefined ? {} : { continue: next } });
const expired = answer(410, { reason: 'Expired' });

/** A cluster that gives these answers, one after the other, and remembers what it was asked. */
function aCluster(...answers: readonly PlainAnswer[]) {
  const asked: string[] = [];
  const queue = [...answers];
  const get = (path: string) => {
    asked.push(path);
    const next = queue.shift();
    return next === undefined ? Promise.reject(new Error('no answer left')) : Promise.resolve(next);
  };
  return { asked, client: { get } as unknown as ClusterClient };
}

const nameOf = ({ metadata }: { readonly metadata: { readonly name: string } }) => metadata.name;

describe('a list', () => {
  it('is read page after page', async () => {
    const { client, asked } = aCluster(aPage('a', 'x/1'), aPage('b'));
    await expect(listItems(client, '/pods', nameOf)).resolves.toEqual(['a', 'b']);
    expect(asked).toEqual(['/pods?limit=500', '/pods?limit=500&continue=x%2F1']);
  });

  it('is begun again, once, when it expired on the way', async () => {
    const { client } = aCluster(aPage('a', '1'), expired, aPage('a', '1'), aPage('b'));
    await expect(listItems(client, '/pods', nameOf)).resolves.toEqual(['a', 'b']);
    await expect(listItems(aCluster(expired, expired).client, '/pods', nameOf)).rejects.toMatchObject({
      code: 410,
    });
  });

  it('is refused with the status of the refusal', async () => {
    const { client } = aCluster(answer(403, { reason: 'Forbidden' }));
    await expect(listItems(client, '/pods', nameOf)).rejects.toMatchObject({ code: 403 });
  });
});

describe("the API server's own checks", () => {
  it('all pass', async () => {
    await expect(readServerChecks(aCluster(answer(200, 'ok')).client)).resolves.toEqual([]);
  });

  it('are named where they fail', async () => {
    const text = '[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed';
    await expect(readServerChecks(aCluster(answer(500, text)).client)).resolves.toEqual(['etcd']);
  });

  it.each([
    [403, 'forbidden'],
    [500, 'an outage'],
  ])('cannot be seen where the answer is %i (%s)', async (status, text) => {
    await expect(readServerChecks(aCluster(answer(status, text)).client)).rejects.toMatchObject({
      code: status,
    });
  });
});

describe('warnings', () => {
  it('are counted by reason from an instant on, the most frequent first', async () => {
    const noon = Date.parse('2026-11-20T12:00:00Z');
    const items = [
      { reason: 'Old', count: 50, lastTimestamp: '2026-11-20T11:59:00Z' },
      { reason: 'BackOff', count: 2, lastTimestamp: '2026-11-20T12:01:00Z' },
      {
        reason: 'FailedScheduling',
        lastTimestamp: null,
        eventTime: '2026-11-20T12:02:00Z',
        series: { count: 7 },
      },
      { reason: 'BackOff', count: 3, lastTimestamp: '2026-11-20T12:03:00Z' },
    ];
    await expect(readWarnings(aCluster(answer(200, { items })).client, noon)).resolves.toEqual([
      { reason: 'FailedScheduling', count: 7 },
      { reason: 'BackOff', count: 5 },
    ]);
  });
});
