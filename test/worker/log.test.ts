import { describe, expect, it } from 'vitest';
import { redactor } from '#domain/text/redact.ts';
import { openLog } from '#worker/log.ts';

const canary = 'cAnArY-0123456789';

function logged(write: (log: ReturnType<typeof openLog>) => void): readonly Record<string, unknown>[] {
  const lines: string[] = [];
  const log = openLog(
    { level: 'info', redact: redactor([canary]) },
    { write: (line: string) => void lines.push(line) },
  );
  write(log);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("the worker's log", () => {
  it('is JSON with level, time and message', () => {
    const [line] = logged((log) => log.warn({ count: 3 }, 'three of them'));
    expect(line).toEqual({ level: 'warn', time: expect.any(String), count: 3, msg: 'three of them' });
    expect(new Date(line?.time as string).toISOString()).toBe(line?.time);
  });

  it.each([
    ['campaign/k8s-1-34', { campaign: 'k8s-1-34' }],
    ['aks/sub/rg-aks/aks-one-weu', { cluster: 'aks-one-weu' }],
    ['freezes/drydock', {}],
  ])('says what a workflow %s is about', (workflowId, subject) => {
    const [line] = logged((log) => log.info({ workflowId }, 'x'));
    expect(line).toMatchObject({ workflowId, ...subject });
    expect(Object.keys(line ?? {})).toHaveLength(4 + Object.keys(subject).length);
  });

  it('keeps what a line says of itself over what its workflow says', () => {
    const [line] = logged((log) => log.info({ workflowId: 'campaign/a', campaign: 'b' }, 'x'));
    expect(line).toMatchObject({ campaign: 'b' });
  });

  it.each([
    ['in the message', (log: ReturnType<typeof openLog>) => log.info(`it was ${canary}`)],
    ['in a field', (log: ReturnType<typeof openLog>) => log.info({ deep: [{ text: canary }] }, 'x')],
    ['in an error', (log: ReturnType<typeof openLog>) => log.info({ error: new Error(canary) }, 'x')],
    [
      'in the cause of an error',
      (log: ReturnType<typeof openLog>) =>
        log.info({ error: new Error('x', { cause: new Error(canary) }) }, 'x'),
    ],
    [
      'in the headers of a request',
      (log: ReturnType<typeof openLog>) => log.info({ request: new Headers({ authorization: canary }) }, 'x'),
    ],
    [
      'under a key of its own',
      (log: ReturnType<typeof openLog>) => log.info({ err: new Error(canary) }, 'x'),
    ],
  ])('never holds a secret: %s', (_, write) => {
    expect(JSON.stringify(logged(write))).not.toContain(canary);
  });

  it('shows errors with type, message, code and cause', () => {
    const error = Object.assign(new TypeError('top', { cause: new Error('below') }), { code: 'ECODE' });
    const [line] = logged((log) => log.error({ error }, 'x'));
    expect(line).toMatchObject({
      error: { type: 'TypeError', message: 'top', code: 'ECODE', cause: { message: 'below' } },
    });
  });
});
