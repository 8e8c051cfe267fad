import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transpile } from '#scripts/dev/package/transpile.ts';

describe('transpile', () => {
  it.each([
    ["import { a } from './a.ts';", "import { a } from './a.js';"],
    ["import { a } from '#domain/a.ts';", "import { a } from '#domain/a.ts';"],
    ["export { a } from '../a.ts';", "export { a } from '../a.js';"],
    ["export * from './a.ts';", "export * from './a.js';"],
    ["await import('./a.ts');", "await import('./a.js');"],
    [
      "import data from './a.json' with { type: 'json' };",
      "import data from './a.json' with { type: 'json' };",
    ],
    ["const text = `from './a.ts'`;", "const text = `from './a.ts'`;"],
    ["const path = './a.ts';", "const path = './a.ts';"],
    ["const text = '// no comment';", "const text = '// no comment';"],
    ['const pattern = /\\/\\*/;', 'const pattern = /\\/\\*/;'],
    ['const a: string = b; // why', 'const a         = b;'],
    ['/** Doc. */\nexport interface A {}\nlet b = 1;', '\n\nlet b = 1;'],
    ["const smile = '😀'; /* 😀 */ const b: B = 1;", "const smile = '😀';          const b    = 1;"],
    ["import type { A } from './a.ts';\nlet b;", '\nlet b;'],
  ])('makes %j %j', (source, code) => {
    expect(transpile('file.ts', source)).toBe(code);
  });

  it('keeps the line and the column of each statement', () => {
    const comment = fc.constantFrom('// c', '/* c */', '/** c\n * d\n */', '');
    const statement = fc.constantFrom(
      'mark(0);',
      "const x: Readonly<Record<string, 'a'>> = mark(0);",
      'function f<T>(a: T): T { return mark(a as T); }',
      'type T = { readonly mark: string };',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(comment, statement, comment), { minLength: 1 }), (parts) => {
        const source = parts.map((part) => part.filter((text) => text !== '').join('\n')).join('\n');
        const places = (text: string) =>
          text.split('\n').map((line) => [...line.matchAll(/mark\(/g)].map(({ index }) => index));
        expect(places(transpile('file.ts', source))).toEqual(places(source));
      }),
    );
  });

  it.each([
    ['a line that ends with a blank', 'const text = `a \nb`;', 'a line ends with a blank'],
    ['a source that is not valid', 'const = 1;', ''],
    ['syntax that is not erasable', 'enum A { B }', ''],
  ])('refuses %s', (_, source, message) => {
    expect(() => transpile('file.ts', source)).toThrow(message);
  });
});
