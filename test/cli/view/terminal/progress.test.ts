import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { log, printText } from '#cli/view/terminal/print.ts';
import { beQuiet, during, progressLine, showWaiting, withoutProgress } from '#cli/view/terminal/progress.ts';

describe('a line of progress', () => {
  const work = { what: 'checking clusters', done: 120, total: 300, unit: 'clusters' };

  it.each([
    ['count, rate and time', work, 0, 'checking clusters: 120 of 300 clusters, 4.0 a second, 30 s'],
    [
      'what it waits for',
      work,
      12,
      "checking clusters: 120 of 300 clusters, 4.0 a second, 30 s; 12 requests wait for Azure's limits",
    ],
    [
      'one that waits',
      { ...work, done: 0 },
      1,
      "checking clusters: 0 of 300 clusters, 30 s; 1 request waits for Azure's limits",
    ],
    [
      'a count without an end',
      { ...work, total: null },
      0,
      'checking clusters: 120 clusters, 4.0 a second, 30 s',
    ],
    ['what cannot be counted', { ...work, done: 0, total: null }, 0, 'checking clusters: 30 s'],
  ])('says %s', (_case, of, waits, line) => {
    expect(progressLine(of, 30_000, waits)).toBe(line);
  });
});

describe('long work', () => {
  let errors = '';
  let data = '';
  beforeEach(() => {
    [errors, data] = ['', ''];
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'performance'] });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      errors += String(text);
      return true;
    });
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      data += String(text);
      return true;
    });
    showWaiting(() => 0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  const onTerminal = (isTTY: boolean) => {
    const before = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
    Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
    return () => {
      if (before === undefined) Reflect.deleteProperty(process.stderr, 'isTTY');
      else Object.defineProperty(process.stderr, 'isTTY', before);
    };
  };
  const lasting = async (seconds: number) => {
    const done = during('reading', () => new Promise<void>((end) => setTimeout(end, seconds * 1000)));
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    await done;
  };

  it('says nothing of what ends within two seconds', async () => {
    const restore = onTerminal(true);
    await lasting(1.9);
    restore();
    expect(errors).toBe('');
  });

  it('writes one live line on a terminal and takes it away at its end', async () => {
    const restore = onTerminal(true);
    await lasting(5);
    restore();
    expect(errors).toContain('\r\u001b[Kreading: 4 s');
    expect(errors.endsWith('\r\u001b[K')).toBe(true);
    expect(errors).not.toContain('\n');
  });

  it('writes a plain line after two seconds elsewhere, then every ten, and never to stdout', async () => {
    const restore = onTerminal(false);
    await lasting(35);
    restore();
    expect(errors).toBe('reading: 2 s\nreading: 12 s\nreading: 22 s\nreading: 32 s\n');
    expect(data).toBe('');
  });

  it('draws from a count where timers have no chance', async () => {
    const restore = onTerminal(false);
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    await during(
      'reading',
      (count) => {
        clock.mockReturnValue(14_000);
        count(7);
      },
      { unit: 'files' },
    );
    restore();
    expect(errors).toBe('reading: 7 files, 0.5 a second, 14 s\n');
  });

  const sleep = (seconds: number) => new Promise<void>((end) => setTimeout(end, seconds * 1000));

  it('names the innermost work, and breaks the silence of many short ones', async () => {
    const restore = onTerminal(false);
    const done = during('drydock plan', async () => {
      await during('reading the clock', () => sleep(1.5));
      await during('reading the fleet', () => sleep(1.5));
      await sleep(0.5);
      await during('checking clusters', () => sleep(4));
    });
    await vi.advanceTimersByTimeAsync(8000);
    await done;
    restore();
    expect(errors).toBe('reading the fleet: 1 s\nchecking clusters: 2 s\n');
  });

  it('is silent where an operator is asked or a screen shows the state, but not in work there', async () => {
    const restore = onTerminal(false);
    const done = during('drydock watch', () =>
      withoutProgress(async () => {
        await sleep(30);
        await during('reading the campaign', () => sleep(3));
      }),
    );
    await vi.advanceTimersByTimeAsync(33_000);
    await done;
    restore();
    expect(errors).toBe('reading the campaign: 2 s\n');
  });

  it('says what is found on the way once it has shown progress, and nothing where it never does', async () => {
    const restore = onTerminal(false);
    const work = (seconds: number) =>
      during('checking clusters', async (_count, say) => {
        await sleep(1);
        say('  x aks-a');
        await sleep(seconds);
        say('  x aks-b');
      });
    const done = work(0.5).then(() => work(3));
    await vi.advanceTimersByTimeAsync(6000);
    await done;
    restore();
    expect(errors).toBe('  x aks-a\nchecking clusters: 2 s\n  x aks-b\n');
  });

  it('does not count the time of a question as silence', async () => {
    const restore = onTerminal(false);
    const done = during('drydock start', async () => {
      await sleep(3);
      await withoutProgress(() => sleep(60));
      await sleep(4);
    });
    await vi.advanceTimersByTimeAsync(67_000);
    await done;
    restore();
    expect(errors).toBe('drydock start: 2 s\n');
  });

  it('says at each line what is under way then', async () => {
    const restore = onTerminal(false);
    let state = '3 pods left';
    const done = during(
      () => state,
      async () => {
        await sleep(5);
        state = '1 pod left';
        await sleep(8);
      },
    );
    await vi.advanceTimersByTimeAsync(13_000);
    await done;
    restore();
    expect(errors).toBe('3 pods left: 2 s\n1 pod left: 12 s\n');
  });

  it('leaves no half of a live line before notes and data', async () => {
    const restore = onTerminal(true);
    const done = during('reading', () => new Promise<void>((end) => setTimeout(end, 4000)));
    await vi.advanceTimersByTimeAsync(3000);
    log('note: hello');
    expect(errors.endsWith('\r\u001b[Knote: hello\n')).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    printText('data');
    expect(errors.endsWith('\r\u001b[K')).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    await done;
    restore();
  });

  it('ends with the error of the work, and its line', async () => {
    const restore = onTerminal(true);
    const failed = during('reading', () => Promise.reject(new Error('refused')));
    await expect(failed).rejects.toThrow('refused');
    restore();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says nothing with --quiet', async () => {
    const restore = onTerminal(true);
    beQuiet();
    await lasting(60);
    beQuiet(false);
    restore();
    expect(errors).toBe('');
  });
});
