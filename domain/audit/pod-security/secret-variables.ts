import type { EnvVar } from './pod/pod.ts';

/** What a reader keeps in place of a value that `holdsSecret` found. */
export const withheldSecret = '(withheld)';

const words = ['password', 'passwd', 'pwd', 'passphrase', 'secret', 'token', 'credential', 'credentials'];
const kindsOfKeys = [
  'api',
  'access',
  'account',
  'auth',
  'encryption',
  'private',
  'secret',
  'signing',
  'storage',
];
const between = '[^A-Za-z0-9]*';
const inAnyCase = (word: string) =>
  word.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const capital = (word: string) => word.charAt(0).toUpperCase() + inAnyCase(word.slice(1));
const anyOf = (write: (word: string) => string) =>
  [
    ...words.map(write),
    `(${kindsOfKeys.map(write).join('|')})${between}${inAnyCase('key')}`,
    `${write('connection')}${between}${inAnyCase('string')}`,
  ].join('|');

/** The patterns are the same in JavaScript and in RE2, which reads them in admission policies; none looks ahead. "DB_PASSWORD", "db.password", "dbPassword" */
export const secretName = new RegExp(
  `((^|[^A-Za-z0-9])(${anyOf(inAnyCase)})|[a-z](${anyOf(capital)}))(${between}${inAnyCase('base')})?${between}[0-9]*$`,
);
/** What every secret name holds, in lower case: quicker to find. */
export const partOfSecretName = /pass|pwd|secret|token|credential|key|string/;
/** The working directory. */
export const noSecretName = /^([oO][lL][dD])?[pP][wW][dD]$/;
/** Text without meaning to others: a reference to another variable or to a vault, a template, a path, a switch. */
export const noSecretValue =
  /^(\$[({]|\{\{|\/|vault:|ref\+|op:\/\/|@Microsoft\.KeyVault|true$|false$)|@azurekeyvault/i;
export const secretValue =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(AccountKey|SharedAccessKey)=[^;\s$]|:\/\/[^\s/:@]*:([^\s/@$][^\s/@]*|\$([^\s/@({][^\s/@]*)?)@/;

/** Whether its literal value is a secret, by its name or by its own form. */
export function holdsSecret({ name = '', value = '' }: EnvVar): boolean {
  if (value === withheldSecret) return true;
  if (value === '') return false;
  if (secretValue.test(value)) return true;
  return isSecretName(name) && !noSecretValue.test(value);
}

function isSecretName(name: string): boolean {
  return secretName.test(name) && !noSecretName.test(name);
}
