import { describe, expect, it } from 'vitest';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { fieldPlace } from '#spec/manifests/field-place.ts';
import { waiverComments } from '#spec/manifests/waiver-comments.ts';

const text = `# of the shop
kind: Deployment
metadata: { name: web, "labels": {tier: 'front'} }
spec:
  replicas:
  "quoted": "a | b"
  anchored: &all
    a: 1
  same: *all
  tagged: !text of ours
  containers:
  - name: main
    command: [sh, -c, "a: b"]
    args:
      - |  # a | comment
        a: b
      - >-
        c
      - d
  -
    name: second
    name: last
  text|: |-
    a
`;
const paths = [
  ['kind', 'metadata', 'metadata.name', 'metadata.labels', 'metadata.labels.tier', 'metadata.missing.deep'],
  ['spec', 'spec.replicas', 'spec.quoted', 'spec.anchored', 'spec.anchored.a', 'spec.same'],
  ['spec.tagged', 'spec.containers', 'spec.containers[0]', 'spec.containers[0].command[2]', 'spec.text|'],
  ['spec.containers[0].args[0]', 'spec.containers[0].args[1]', 'spec.containers[0].args[2]'],
  ['spec.containers[1]', 'spec.containers[1].missing', 'spec.containers[2]', 'spec.containers[a].name', ''],
].flat();

/** As a library that keeps every node of a text finds it. */
function placeByNodes(field: string) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  const path = field.split(/[.[\]]+/).filter((each) => each !== '');
  for (; ; path.pop()) {
    const node = document.getIn(path, true);
    if (!isNode(node) || node.range == null) continue;
    const { line, col } = lines.linePos(node.range[0]);
    return { line: line - 1, column: col };
  }
}

describe('the place of a field', () => {
  it.each(paths)('is that of its value or what is nearest to it: %s', (path) => {
    expect(fieldPlace(text, [], path)).toEqual(placeByNodes(path));
  });

  it('is that of the last of two keys of one name, which counts', () => {
    expect(fieldPlace(text, [], 'spec.containers[1].name')).toEqual({ line: 21, column: 11 });
  });

  it.each([
    ['a list of Kubernetes', 'kind: List\nitems:\n- kind: A\n- kind: List\n  items: [{kind: B}]\n', [1, 0]],
    ['bare lists', '- kind: A\n-\n  kind: List\n\n  items: [{kind: B}]\n', [1, 0]],
    ['JSON', '{\n "items": [\n  {},\n  {"items":[{"a": 1,\n     "kind": "B"}]}]}', [1, 0]],
  ])('is found within %s', (_, list, item) => {
    expect(fieldPlace(list, item, 'kind')).toEqual({ line: 4, column: expect.any(Number) });
    expect(fieldPlace(list, [2, 0], 'kind')).toBeNull();
  });

  it('is unknown where the text cannot be read', () => {
    expect(fieldPlace('a: [', [], 'a')).toBeNull();
  });
});

describe('comments that waive', () => {
  it('are read where they are comments, and nowhere else', () => {
    const found = waiverComments(`# drydock.dev/waive: A, until
a: b # drydock.dev/waive B
c: "# drydock.dev/waive: not"
d: |  # drydock.dev/waive: C
  # drydock.dev/waive: not
  e # drydock.dev/waive: not
# note # drydock.dev/waive: not
f: 'g
  # drydock.dev/waive: not'
h: i#drydock.dev/waive not
    # drydock.dev/waive: D
`);
    expect(found.map(({ line, text: said }) => `${line} ${said}`)).toEqual([
      '0 A, until',
      '1 B',
      '3 C',
      '10 D',
    ]);
  });
});
