import { describe, expect, it } from 'vitest';
import { type ManifestFormat, readManifests } from '#spec/manifests/read-manifests.ts';

/** "2 v1 Pod shop/web": the line, then what and whose it is. */
function read(text: string, format: ManifestFormat = 'yaml') {
  const { objects, problems } = readManifests(text, format);
  return {
    objects: objects.map(
      ({ place, apiVersion, kind, namespace, name }) =>
        `${place.line()} ${apiVersion} ${kind} ${namespace ?? '-'}/${name ?? '-'}`,
    ),
    problems: problems.map(({ line, message }) => `${line} ${message}`),
  };
}
const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n`;
const objectsOf = (text: string, format?: ManifestFormat) => read(text, format).objects;

describe('the documents of a manifest', () => {
  it('are read one by one, each with the line of its apiVersion', () => {
    expect(read(`# all\n---\n${pod('a')}---\n\n${pod('b')}...\n---\n${pod('c')}`)).toEqual({
      objects: ['3 v1 Pod -/a', '8 v1 Pod -/b', '13 v1 Pod -/c'],
      problems: [],
    });
  });

  it('keep what one breaks from those before and after it', () => {
    const { objects, problems } = read(`${pod('a')}---\nbad: [\n---\n${pod('b')}`);
    expect(objects).toEqual(['1 v1 Pod -/a', '7 v1 Pod -/b']);
    expect(problems).toEqual([expect.stringMatching(/^6 not valid YAML: /)]);
  });

  it.each([
    ['an empty file', ''],
    ['comments', '# nothing\n---\n# here\n'],
    ['null', 'null\n---\n~\n---\n'],
    ['values of a chart', 'kind: Deployment\nreplicas: 2\n'],
    ['a chart', 'apiVersion: v2\nname: web\n'],
    ['text', 'just words\n'],
    ['a list of patches', '- op: replace\n  path: /kind\n  value: Pod\n'],
    ['a list of anything', '[1, [2], {apiVersion: v1}]\n'],
  ])('hold nothing in %s', (_, text) => {
    expect(read(text)).toEqual({ objects: [], problems: [] });
  });

  it('begin anew at every --- of a line, also inside of quotes that were forgotten', () => {
    const { objects, problems } = read(`a: "never closed\n---\n${pod('b')}`);
    expect(objects).toEqual(['3 v1 Pod -/b']);
    expect(problems).toHaveLength(1);
  });

  it.each([
    ['a byte order mark, also in the middle', `\uFEFF${pod('a')}---\n\uFEFF${pod('b')}`],
    ['the line ends of Windows', `${pod('a')}---\n${pod('b')}`.replaceAll('\n', '\r\n')],
    ['a comment at the ---', `${pod('a')}--- # b\n${pod('b')}`],
    ['directives', `%YAML 1.2\n---\n${pod('a')}---\n${pod('b')}`],
    ['keys in quotes', `${pod('a')}---\n"apiVersion": "v1"\n'kind': 'Pod'\n'metadata': {'name': b}`],
    ['two keys of one name, of which the last counts', `${pod('x')}metadata: {name: a}\n---\n${pod('b')}`],
    [
      'tags of others',
      `a: !Ref b\nc: !!python/name:d.e\nf: !g [1]\nh: !i {j: k}\n---\n${pod('a')}---\n${pod('b')}`,
    ],
    [
      'tabs that do not indent',
      `${pod('a')}spec: {}\t# c\n---\n{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"metadata": {"name": "b"}\n}`,
    ],
  ])('may have %s', (_, text) => {
    const { objects, problems } = read(text);
    expect(objects.map((each) => each.split(' ').slice(1).join(' '))).toEqual(['v1 Pod -/a', 'v1 Pod -/b']);
    expect(problems).toEqual([]);
  });

  it('are read through anchors, aliases and merge keys', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- &a {apiVersion: v1, kind: Pod}\n- <<: *a\n  metadata: {name: b}\n- *a\n';
    expect(objectsOf(text)).toEqual(['4 v1 Pod -/-', '5 v1 Pod -/b', '7 v1 Pod -/-']);
  });
});

describe('the items of a list', () => {
  it('are objects of their own, also in lists of lists, each with its line', () => {
    const inner = '  - apiVersion: v1\n    kind: Pod\n    metadata: {name: b, namespace: shop}\n';
    const text = `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n- apiVersion: v1\n  kind: List\n  items:\n${inner}`;
    expect(objectsOf(text)).toEqual(['4 v1 Pod -/a', '11 v1 Pod shop/b']);
  });

  it('are what their list says where they do not say it themselves', () => {
    const text =
      '{"apiVersion":"policy/v1beta1","kind":"PodDisruptionBudgetList","items":[\n{"metadata":{"name":"a"}},\n{"apiVersion":"policy/v1","kind":"PodDisruptionBudget"}]}';
    expect(objectsOf(text, 'json')).toEqual([
      '2 policy/v1beta1 PodDisruptionBudget -/a',
      '3 policy/v1 PodDisruptionBudget -/-',
    ]);
  });

  it('may be none', () => {
    expect(objectsOf('apiVersion: v1\nkind: List\n')).toEqual([]);
    expect(read('apiVersion: v1\nkind: List\nitems: null\n')).toEqual({ objects: [], problems: [] });
    expect(objectsOf('apiVersion: v1\nkind: PodList\nitems: []\n')).toEqual([]);
  });

  it('are none of a kind that is only called so', () => {
    const text = 'apiVersion: example.com/v1\nkind: AllowList\nitems: [10.0.0.0/8]\n';
    expect(objectsOf(text)).toEqual(['1 example.com/v1 AllowList -/-']);
  });
});

describe('a list without a kind', () => {
  it('is read item by item, in YAML and in JSON', () => {
    const text =
      '# all\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n- {apiVersion: v1, kind: Pod}\n';
    expect(read(text)).toEqual({ objects: ['2 v1 Pod -/a', '6 v1 Pod -/-'], problems: [] });
    const list = '{"apiVersion":"v1","kind":"List","items":[\n{"apiVersion":"v1","kind":"Pod"}]}';
    const json = `[\n{"apiVersion":"v1","kind":"Pod"},\n${list}\n]`;
    for (const format of ['json', 'yaml'] as const)
      expect(read(json, format)).toEqual({ objects: ['2 v1 Pod -/-', '4 v1 Pod -/-'], problems: [] });
  });
});

describe('what should be an object and is none', () => {
  const needed = 'must be non-empty text';
  it.each([
    ['an apiVersion that is no text', 'apiVersion: 1\nkind: Pod\n', `1 apiVersion ${needed}`],
    ['a kind that is not set', 'apiVersion: v1\nkind:\n', `1 kind ${needed}`],
    ['items that are no list', 'apiVersion: v1\nkind: List\nitems: none\n', '1 items must be a list'],
    [
      'items of pods that are no list',
      'apiVersion: v1\nkind: PodList\nitems: {}\n',
      '1 items must be a list',
    ],
    [
      'an item of a list',
      'apiVersion: v1\nkind: List\nitems:\n- null\n',
      '4 item 1 of the list: not an object',
    ],
    [
      'an item of a list of pods',
      'apiVersion: v1\nkind: PodList\nitems:\n- text\n',
      '4 item 1 of the list: not an object',
    ],
    [
      'an item without a kind',
      `- {apiVersion: v1, kind: Pod}\n- {apiVersion: v1}\n`,
      `2 item 2 of the list: kind ${needed}`,
    ],
    [
      'an item of a bare list',
      `- {apiVersion: v1, kind: Pod}\n- [1]\n`,
      '2 item 2 of the list: not an object',
    ],
  ])('is a problem, and the rest is read: %s', (_, text, problem) => {
    const { objects, problems } = read(`${text}---\n${pod('b')}`);
    expect(objects.at(-1)).toMatch(/ v1 Pod -\/b$/);
    expect(problems).toEqual([problem]);
  });
});

describe('JSON', () => {
  it('may be one value, or several strung together, of which one may be broken', () => {
    const json = '{"apiVersion":"v1","kind":"Pod"}';
    expect(objectsOf(json, 'json')).toEqual(['1 v1 Pod -/-']);
    const { objects, problems } = read(`${json}\n\n${json}${json}\n{"apiVersion":`, 'json');
    expect(objects).toEqual(['1 v1 Pod -/-', '3 v1 Pod -/-', '3 v1 Pod -/-']);
    expect(problems).toEqual([expect.stringMatching(/^4 not valid JSON: /)]);
    expect(objectsOf(`${json}\n${json}`)).toHaveLength(2);
  });

  it('is nothing else where a file claims to be JSON', () => {
    expect(read('a: 1', 'json').problems).toEqual([expect.stringMatching(/^1 not valid JSON: /)]);
    expect(read('', 'json')).toEqual({ objects: [], problems: [] });
  });
});

describe('a template that is not rendered', () => {
  it.each([
    ['a value', 'metadata: {name: a}\nspec: {{ .Values.spec }}', 4],
    ['a line', '{{- if .Values.on }}\nmetadata: {name: a}\n{{- end }}', 3],
    ['an item', 'spec:\n  - {{ .Values.item }}', 4],
    ['a key', '{{ .Values.key }}: 1', 3],
  ])('is a problem as %s, and no manifest', (_, more, line) => {
    const { objects, problems } = read(`apiVersion: v1\nkind: Pod\n${more}\n---\n${pod('b')}`);
    expect(objects).toEqual([expect.stringContaining('v1 Pod -/b')]);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${line} an unrendered template`))]);
  });

  it.each([
    ['apiVersion', 'apiVersion: "{{ .Values.api }}"\nkind: Pod\n'],
    ['kind', "apiVersion: v1\nkind: '{{ .Values.kind }}'\n"],
  ])('is a problem in quotes, too, as the %s: nobody can say what it will be', (_, text) => {
    const { objects, problems } = read(`${text}---\n${pod('b')}`);
    expect(objects).toEqual(['4 v1 Pod -/b']);
    expect(problems).toEqual([expect.stringMatching(/^1 an unrendered template .* cannot be judged$/)]);
  });

  it('is blamed at its own line, whatever text with braces stands before it', () => {
    const text = `${pod('a')}data:\n  a: "{{ $x }}"\n  b: {{ .Values.b }}\n`;
    expect(read(text).problems).toEqual([expect.stringMatching(/^6 an unrendered template/)]);
  });

  it('is not blamed for what breaks elsewhere', () => {
    const text = `${pod('a')}data:\n  a: the "{{ $x }}" of it\nb: [\n`;
    expect(read(text).problems).toEqual([expect.stringMatching(/not valid YAML/)]);
  });
});

describe('text with braces that parses', () => {
  const rules = 'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec:\n';
  it.each([
    ['quotes', '  a: "{{ $x }}"\n  b: \'{{ $x }}\' # {{ $x }}\n'],
    ['block scalars', '  c: |\n    {{ $x }}\n  d: >-\n    {{ $x }}\n'],
    ['a plain description', '  a: Pods of {{ $labels.namespace }} restart\n'],
    ['several lines of plain text', '  a: Pods of\n    {{ $labels.namespace }} restart\n'],
    ['expressions of a workflow', '  a: \x24{{ github.ref }}\n  b:\n  - x-\x24{{ matrix.os }}\n'],
    ['a generated name', '  name: a-{{ .Release.Name }}\n'],
    ['JSON', '  {"a": "{{ $x }}"}\n'],
  ])('is judged as it stands, in %s', (_, text) => {
    expect(read(rules + text)).toEqual({
      objects: ['1 monitoring.coreos.com/v1 PrometheusRule -/a'],
      problems: [],
    });
  });
});

describe('what would crash a careless reader', () => {
  it.each([
    ['an alias inside of what it names', 'a: &a\n  b: [*a]\n', 'an alias refers to'],
    [
      'aliases that unfold into a flood',
      `a: &a {b: 1}\nc: &c [${'*a, '.repeat(2_000)}]\nd: [${'*c, '.repeat(2_000)}]\n`,
      'aliases unfold into more than 1000000 values',
    ],
    ['an alias of nothing', 'a: *a\n', 'unidentified alias'],
    ['tabs that indent', 'a:\n\tb: 1\n', 'tab characters'],
    ['lists without end', `a: ${'['.repeat(5_000)}`, 'nesting exceeded'],
    [
      'maps without end',
      Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'nesting exceeded',
    ],
    ['a control character', 'a: \u0007\n', 'non-printable'],
    ['a map as a key', '? {a: b}\n: 1\n', 'complex keys'],
  ])('is a problem: %s', (_, text, message) => {
    expect(read(`${text}\n---\n${pod('b')}`)).toEqual({
      objects: [expect.stringContaining('Pod -/b')],
      problems: [expect.stringContaining(message)],
    });
  });

  it('reads JSON of any depth', () => {
    const deep = `{"apiVersion":"v1","kind":"Pod","spec":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;
    expect(objectsOf(deep, 'json')).toEqual(['1 v1 Pod -/-']);
  });

  it('does not unfold lists that stand for millions of objects', () => {
    const level = (name: string, of: string) => `- &${name} {apiVersion: v1, kind: List, items: [${of}]}\n`;
    const levels = Array.from({ length: 9 }, (_, index) =>
      level(`a${index + 1}`, Array(10).fill(`*a${index}`).join(', ')),
    );
    const text = `apiVersion: v1\nkind: List\nitems:\n${level('a0', '{apiVersion: v1, kind: Pod}')}${levels.join('')}`;
    expect(read(text)).toEqual({
      objects: [],
      problems: [expect.stringContaining('aliases unfold into more')],
    });
  });

  it('reads at most 250,000 objects of a document', () => {
    const list = (count: number) => `[${Array(count).fill('{"apiVersion":"v1","kind":"Pod"}').join()}]`;
    expect(readManifests(list(250_000), 'json').objects).toHaveLength(250_000);
    expect(read(list(250_001), 'json')).toEqual({
      objects: [],
      problems: ['1 not readable: more than 250000 objects'],
    });
  });

  it('takes __proto__ for a field like any other', () => {
    const text =
      '__proto__: {apiVersion: v1, kind: Pod}\n---\n{"__proto__": {"apiVersion": "v1", "kind": "Pod"}}';
    expect(read(text)).toEqual({ objects: [], problems: [] });
  });
});
