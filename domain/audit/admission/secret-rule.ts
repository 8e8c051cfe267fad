import {
  noSecretName,
  noSecretValue,
  partOfSecretName,
  secretName,
  secretValue,
} from '../pod-security/secret-variables.ts';
import type { AdmissionRule } from './admission-rule.ts';
import { badContainers } from './cel.ts';

const value = 'e.?value.orValue("")';
const matches = (text: string, { source, ignoreCase }: RegExp) =>
  `${text}.matches(${JSON.stringify((ignoreCase ? '(?i)' : '') + source)})`;
const holds = (text: string) => `${value}.contains(${JSON.stringify(text)})`;
/** Without these the long patterns would cost more than the API server allows for a pod with many variables. */
const mayBeSecret = `(${holds('PRIVATE KEY')} || ${holds('Key=')} || (${holds('://')} && ${holds('@')}))`;
const mayBeNamed = matches('e.name.lowerAscii()', partOfSecretName);
const isNamed = [mayBeNamed, matches('e.name', secretName), `!${matches('e.name', noSecretName)}`].join(
  ' && ',
);
const isSecret = `(${mayBeSecret} && ${matches(value, secretValue)}) || (${isNamed} && !${matches(value, noSecretValue)})`;

/** As `holdsSecret`. */
export const secretRule: AdmissionRule = {
  control: 'SB-POD-12',
  of: 'pods',
  found: {
    literal: badContainers(`c.?env.orValue([]).exists(e, ${value} != "" && (${isSecret}))`),
  },
};
