import type { EnvVar } from './pod/pod.ts';

/** What a reader keeps in place of a value that `holdsSecret` found. */
export const withheldSecret = '(withheld)';

const secretName =
  /(^|_)(password|passwd|pwd|passphrase|secret|token|credentials?|(api|access|account|auth|encryption|private|secret|signing|storage)_?key|connection_?string)(_base)?_?\d*$/i;
/** The working directory. */
const noSecretName = /^(old)?pwd$/i;
/** Text without meaning to others: a reference to another variable or to a vault, a path, a switch. */
const noSecretValue = /^(\$[({]|\/|vault:|ref\+|op:\/\/|@Microsoft\.KeyVault|true$|false$)|@azurekeyvault/i;
const secretValue =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(AccountKey|SharedAccessKey)=[^;\s$]|:\/\/[^\s/:@]*:(?!\$[({])[^\s/@]+@/;

/** Whether its literal value is a secret, by its name or by its own form. */
export function holdsSecret({ name = '', value = '' }: EnvVar): boolean {
  if (value === withheldSecret) return true;
  if (value === '') return false;
  if (secretValue.test(value)) return true;
  return isSecretName(name) && !noSecretValue.test(value);
}

/** "DB_PASSWORD", "db.password", "dbPassword" */
function isSecretName(name: string): boolean {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]+/g, '_');
  return secretName.test(words) && !noSecretName.test(words);
}
