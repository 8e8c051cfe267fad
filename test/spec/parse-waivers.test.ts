import { describe, expect, it } from 'vitest';
import { parseWaivers } from '#spec/parse-waivers.ts';

const file = (...waivers: readonly string[]) =>
  `apiVersion: drydock.dev/v1\nkind: Waivers\nremovedApis:\n${waivers.map((each) => `  - { ${each} }\n`).join('')}`;
const now = Date.parse('2026-12-03T00:00:00Z');
const whole = 'apiVersion: policy/v1beta1, kind: PodDisruptionBudget, reason: soon, owner: shop';
const problems = (text: string) => {
  const parsed = parseWaivers(text, 'waivers.yaml', now);
  return parsed.ok ? [] : parsed.problems.map(({ line, path, message }) => `${line} ${path}: ${message}`);
};

describe('a waiver file', () => {
  it('says what is accepted, why, by whom and until when; a day holds to its end', () => {
    expect(parseWaivers(file(`${whole}, namespace: shop, expires: 2026-12-31`), 'waivers.yaml', now)).toEqual(
      {
        ok: true,
        controls: [],
        inObject: null,
        waivers: [
          {
            apiVersion: 'policy/v1beta1',
            kind: 'PodDisruptionBudget',
            namespace: 'shop',
            name: null,
            feature: null,
            reason: 'soon',
            owner: 'shop',
            expires: '2027-01-01T00:00:00.000Z',
          },
        ],
      },
    );
  });

  it('may accept what ends beside API versions, by its id', () => {
    const more = 'expires: 2026-12-31';
    expect(
      parseWaivers(file(`${whole}, feature: git-repo-volume, ${more}`), 'waivers.yaml', now),
    ).toMatchObject({
      ok: true,
      waivers: [{ feature: 'git-repo-volume' }],
    });
    expect(problems(file(`${whole}, feature: git, ${more}`))).toEqual([
      expect.stringContaining('expected the id of a removed feature'),
    ]);
  });

  it('may name a feature in place of an API version and a kind, but not nothing', () => {
    const rest = 'reason: soon, owner: shop, expires: 2026-12-31';
    expect(parseWaivers(file(`feature: git-repo-volume, ${rest}`), 'waivers.yaml', now)).toMatchObject({
      ok: true,
      waivers: [{ apiVersion: null, kind: null, feature: 'git-repo-volume' }],
    });
    expect(problems(file(rest))).toEqual([
      expect.stringMatching(/removedApis\[0\]\.apiVersion: missing; expected an apiVersion .*, or a feature/),
      expect.stringMatching(/removedApis\[0\]\.kind: missing; expected a kind/),
    ]);
  });

  it('may accept controls of the security baseline, on one resource or on all', () => {
    const rest = 'reason: soon, owner: shop, approver: security, expires: 2026-12-31';
    const text = `apiVersion: drydock.dev/v1
kind: Waivers
controls:
  - { control: SB-POD-02, resource: Pod/shop/web, ${rest} }
  - { control: SB-POD-03, ${rest} }
`;
    expect(parseWaivers(text, 'waivers.yaml', now)).toMatchObject({
      ok: true,
      waivers: [],
      controls: [
        { control: 'SB-POD-02', resource: 'Pod/shop/web', approver: 'security' },
        { control: 'SB-POD-03', resource: null, expires: '2027-01-01T00:00:00.000Z' },
      ],
    });
  });

  it('needs the id of a control, an approver and an end', () => {
    const text =
      'apiVersion: drydock.dev/v1\nkind: Waivers\ncontrols:\n  - { control: root, reason: r, owner: o }\n';
    expect(problems(text)).toEqual([
      '4 controls[0].approver: missing; expected who has agreed to it',
      expect.stringContaining('4 controls[0].expires: missing; expected the last day it holds'),
      '4 controls[0].control: expected the id of a control, such as SB-POD-02, or a pattern of ids, such as SB-POD-*, got "root"',
    ]);
  });

  it('tells an id that no control has, where it stands, and which may be meant', () => {
    const rest = 'reason: r, owner: o, approver: a, expires: 2026-12-31';
    const text = `apiVersion: drydock.dev/v1\nkind: Waivers\ncontrols:\n  - { control: SB-PDO-03, ${rest} }\n  - { control: SB-QQQ-77, ${rest} }\n`;
    expect(problems(text)).toEqual([
      '4 controls[0].control: expected the id of a control, got "SB-PDO-03"; did you mean SB-POD-03?',
      '5 controls[1].control: expected the id of a control, such as SB-POD-02, or a pattern of ids, such as SB-POD-*, got "SB-QQQ-77"',
    ]);
  });

  const controls = (fields: string) =>
    `apiVersion: drydock.dev/v1\nkind: Waivers\ncontrols:\n  - { reason: r, owner: shop, ${fields} }\n`;

  it.each([
    [
      'an approver who is the owner',
      'control: SB-POD-02, approver: " SHOP", expires: 2026-12-31',
      'controls[0].approver: expected somebody else than the owner',
    ],
    [
      'more than a year',
      'control: SB-POD-02, approver: a, expires: 2027-12-05',
      'controls[0].expires: expected an end at most 366 days from now, 2026-12-03',
    ],
    [
      'a pattern that matches no control',
      'control: SB-QQQ-*, approver: a, expires: 2026-12-31',
      'controls[0].control: expected the id of a control',
    ],
    [
      'a severity that is none',
      'control: SB-POD-02, severity: hgih, approver: a, expires: 2026-12-31',
      'did you mean high?',
    ],
  ])('is refused with %s', (_, fields, expected) => {
    expect(problems(controls(fields)).join('\n')).toContain(expected);
  });

  it('is refused where a removed API is accepted for more than a year', () => {
    expect(problems(file(`${whole}, expires: 2027-12-04`))).toEqual([]);
    expect(problems(file(`${whole}, expires: 2027-12-05`)).join()).toContain(
      'removedApis[0].expires: expected an end',
    );
  });

  it('takes patterns, and says what objects may waive of themselves', () => {
    const fields = 'control: SB-POD-*, namespace: "shop-*", severity: low, approver: a, expires: 2027-12-04';
    const inObject = 'inObject: { allow: [SB-POD-02], approver: security }\n';
    expect(parseWaivers(`${controls(fields)}${inObject}`, 'waivers.yaml', now)).toMatchObject({
      controls: [{ control: 'SB-POD-*', namespace: 'shop-*', severity: 'low', resource: null }],
      inObject: { allow: ['SB-POD-02'], namespaces: null, severity: null, maxDays: 90, approver: 'security' },
    });
    const bad = 'inObject: { allow: [], maxDays: 367, approver: security }\n';
    expect(problems(`${controls(fields)}${bad}`)).toHaveLength(2);
  });

  it('may say the moment', () => {
    const parsed = parseWaivers(file(`${whole}, expires: "2026-12-31T18:00:00+01:00"`), 'waivers.yaml', now);
    expect(parsed).toMatchObject({ waivers: [{ expires: '2026-12-31T17:00:00.000Z' }] });
  });

  it.each([
    ['without an end', whole, '4 removedApis[0].expires: missing; expected the last day it holds'],
    ['with a day that is none', `${whole}, expires: 2026-02-30`, 'expected the last day'],
    ['at a time of a day that is none', `${whole}, expires: "2026-02-30T18:00:00Z"`, 'expected the last day'],
    ['with a time without its zone', `${whole}, expires: "2026-12-31T18:00:00"`, 'expected the last day'],
    [
      'without an owner',
      'apiVersion: v1, kind: Pod, reason: a, expires: 2026-12-31',
      'removedApis[0].owner: missing',
    ],
    [
      'without a reason',
      'apiVersion: v1, kind: Pod, owner: a, expires: 2026-12-31',
      'removedApis[0].reason: missing',
    ],
    ['of everything', 'reason: a, owner: a, expires: 2026-12-31', 'removedApis[0].kind: missing'],
    ['with a field that is none', `${whole}, expires: 2026-12-31, namspace: shop`, 'did you mean namespace?'],
    [
      'with a field of controls',
      `${whole}, expires: 2026-12-31, approver: a`,
      'did you mean controls[].approver?',
    ],
  ])('is refused %s', (_, waiver, expected) => {
    expect(problems(file(waiver)).join('\n')).toContain(expected);
  });

  it('is refused where it is empty or something else', () => {
    expect(problems('')).toEqual([expect.stringContaining('the file is empty')]);
    expect(problems('kind: Waiver\n').join('\n')).toContain('expected Waivers');
    expect(problems('kind: UpgradeCampaign\n')).toEqual([
      '1 kind: UpgradeCampaign is a campaign that runs once: drydock start -f FILE',
    ]);
  });
});
