import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '#spec/manifests/read-document.ts';
import { splitDocuments } from '#spec/manifests/split-documents.ts';
import { notUsual } from '#spec/manifests/usual-yaml/cursor.ts';
import { readUsualYaml } from '#spec/manifests/usual-yaml/usual-yaml.ts';

const manifest = `# of the shop
apiVersion: apps/v1
kind: Deployment   # a comment
metadata:
  name: web
  labels: { app.kubernetes.io/name: web, "tier": 'front', }
  annotations:
    "example.com/owner": "team \\"a\\"\\n\\u00e9"
    'example.com/text': 'it''s: # text'
    example.com/url: https://example.com/#top
    example.com/empty: ""
    example.com/null:
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: main
        image: registry.example.com:5000/web:1.4.0
        args: ["--port=8080", -v, [a, {b: c}], [], {}]

        command:
        - sh
        - -c
        - |
          # no comment

          if true; then
            echo "a: b"
          fi
      # between
      -   name: second
          cpu: 100m
          numbers: [0, 1.5, -1, 0x1f, 0o17, 1e3, 007, 1_000, 0b1, +1, .5, .inf, 1.4.0, 12345678901234567]
      - - nested
        - true
      -
        words: [true, Yes, null, ~, NULL, nullable, False]
  text: |-
    of one line
`.replace(', }', ' }');

function readBoth(text: string) {
  const [only, ...others] = splitDocuments(text);
  if (only === undefined || others.length > 0) return null;
  return { usual: readUsualYaml(only.text), full: readDocument(text) };
}

describe('usual YAML', () => {
  it('is read as by the reader of all YAML', () => {
    const full = readDocument(manifest);
    expect(readUsualYaml(manifest)).toEqual(full.ok && full.value);
    expect(full.ok).toBe(true);
  });

  it('is read as a part of a text', () => {
    const whole = `--- \na: b\n---\n${manifest}---\nc: d`;
    const documents = [...splitDocuments(whole)].map(({ start, text }) =>
      readUsualYaml(whole, start, start + text.length),
    );
    expect(documents).toEqual([{ a: 'b' }, expect.objectContaining({ kind: 'Deployment' }), { c: 'd' }]);
  });

  it.each([
    ['anchors and aliases', 'a: &b c\nd: *b\n'],
    ['tags', 'a: !b c\n'],
    ['merge keys', '<<: {a: b}\n'],
    ['folded text', 'a: >\n  b\n'],
    ['text of several lines', 'a: b\n  c\n'],
    ['quotes of several lines', 'a: "b\n  c"\n'],
    ['brackets of several lines', 'a: [b,\n  c]\n'],
    ['tabs', 'a:\tb\n'],
    ['line ends of Windows', 'a: b\r\n'],
    ['keys that are no text', '1: a\n'],
    ['the name of the prototype', '__proto__: a\n'],
    ['nothing', '# comment\n'],
    ['a scalar', 'a\n'],
    ['a key without an end', 'a\nb: c\n'],
    ['an indent between two', 'a:\n    b: c\n  d: e\n'],
    ['an item beside a key', 'a: b\n- c\n'],
    ['two values of a key', 'a: b: c\n'],
    ['text behind quotes', 'a: "b" c\n'],
    ['an end of brackets that is missing', 'a: [b\n'],
    ['an indent that is written', 'a: |2\n    b\n'],
    ['empty lines that are kept', 'a: |+\n  b\n\n'],
    ['a comment without a space', 'a: "b"#c\n'],
    ['escapes that JSON has not', 'a: "\\x41"\n'],
    ['a template', 'a: {{ .Values.b }}\n'],
    ['depth', `a: ${'['.repeat(200)}${']'.repeat(200)}\n`],
  ])('is not: %s', (_, text) => {
    expect(readBoth(text)?.usual).toBe(notUsual);
  });

  it('agrees with the reader of all YAML, or leaves to it, whatever stands in the text', () => {
    const pieces = [
      ['\n', '\n\n', ' ', '  ', '    ', '- ', '- - ', '-', ': ', ':', ', ', ' #', '#', '[', ']', '{', '}'],
      ['"', "'", "''", '\\', '\\n', '|\n', '|-\n', '>', '&a ', '*a', '!t ', '@', '%', '`', '?', '? ', '\t'],
      ['\r', '~', 'null', 'true', '0x1F', '1e3', '-1', '---', '...', '<<', '=', 'key: v\n', 'a:b', 'é'],
      ['😀', '\u00A0', '\u2028', '\uFEFF', '\u0000', '\u0085', '__proto__', 'constructor'],
    ].flat();
    const change = fc.record({
      at: fc.nat(manifest.length),
      removed: fc.nat(6),
      piece: fc.constantFrom('', ...pieces),
    });
    const lines = manifest.split('\n');
    const part = fc.tuple(fc.nat(lines.length), fc.integer({ min: 1, max: 12 }));
    let usual = 0;
    fc.assert(
      fc.property(part, fc.array(change, { maxLength: 3 }), ([from, count], changes) => {
        let text = lines.slice(from, from + count).join('\n');
        const indent = /^ */.exec(text)?.[0].length ?? 0;
        text = text.replaceAll(new RegExp(`^ {0,${indent}}`, 'gm'), '');
        for (const { at, removed, piece } of changes) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + piece + text.slice(place + removed);
        }
        const both = readBoth(text);
        if (both === null || both.usual === notUsual) return;
        usual += 1;
        expect(both.full).toEqual({ ok: true, value: both.usual });
      }),
      { numRuns: 5_000 },
    );
    expect(usual).toBeGreaterThan(500);
  });

  it('takes time in proportion to the text, whatever it is', () => {
    for (const piece of [
      '- ',
      '[',
      '{a: ',
      '"',
      "'a: ",
      'a:\n',
      'a: |\n',
      ' ',
      '# a\n',
      'a',
      '- a\n',
      '\\"',
    ]) {
      const text = `a: ${piece.repeat(500_000)}\n`;
      const began = performance.now();
      readUsualYaml(text);
      expect(performance.now() - began).toBeLessThan(5_000);
    }
  });
});
