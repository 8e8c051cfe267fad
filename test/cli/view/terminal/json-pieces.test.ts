import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { jsonPieces, lazyList } from '#cli/view/terminal/json-pieces.ts';
import { printLargeJson } from '#cli/view/terminal/print.ts';

afterEach(() => vi.restoreAllMocks());

it('is the same text, at whatever level it is taken apart', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.constant(undefined),
      fc.array(tie('any')),
      fc.dictionary(fc.string(), tie('any')),
    ),
  })).any;
  fc.assert(
    fc.property(value, fc.nat(5), (given, levels) => {
      expect([...jsonPieces(given, levels)].join('')).toBe(JSON.stringify(given ?? null, null, 2));
    }),
  );
});

it('makes the entries of a lazy list one by one, and writes them as those of any list', () => {
  const made: number[] = [];
  const list = lazyList(function* () {
    for (const at of [1, 2, 3]) {
      made.push(at);
      yield { at };
    }
  });
  const pieces = jsonPieces({ list }, 2);
  while (!pieces.next().value?.includes('"at": 1'));
  expect(made).toEqual([1]);
  const whole = JSON.stringify({ list: [{ at: 1 }, { at: 2 }, { at: 3 }] }, null, 2);
  expect([...jsonPieces({ list }, 2)].join('')).toBe(whole);
  expect(JSON.stringify({ list }, null, 2)).toBe(whole);
});

it('has no piece longer than an entry, however many there are', () => {
  const longest = (entries: number) => {
    const list = Array.from({ length: entries }, (_, at) => ({ name: `web-${at}`, paths: ['a', 'b'] }));
    return Math.max(...[...jsonPieces({ controls: [{ evidence: list }] }, 4)].map(({ length }) => length));
  };
  expect(longest(10_000)).toBeLessThan(longest(10) + 10);
});

it('is written no faster than it is read', async () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return false;
  });
  const document = { list: Array.from({ length: 20_000 }, (_, at) => ({ name: `web-${at}\u202e` })) };
  let isDone = false;
  const done = printLargeJson(document).then(() => {
    isDone = true;
  });
  for (let chunks = 1; !isDone; chunks += 1) {
    await new Promise(setImmediate);
    if (!isDone) expect(written).toHaveLength(chunks);
    process.stdout.emit('drain');
    await new Promise(setImmediate);
  }
  await done;
  expect(written.length).toBeGreaterThan(5);
  expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(70_000);
  expect(written.join('')).not.toContain('\u202e');
  expect(JSON.parse(written.join(''))).toEqual(document);
});
