/** Removes secrets from a text for a log, a history or an operator. */
export type Redact = (text: string) => string;

const gone = '[redacted]';

/** Shorter values are ordinary words: redacting them would garble texts and hide nothing. */
const shortestSecret = 8;

/** Names whose value is a secret, as headers, form fields, JSON, YAML, query strings and connection strings write them. */
const secretName = [
  String.raw`[\w-]*password`,
  'passwd',
  'pwd',
  String.raw`[\w-]*client[_-]?secret`,
  'client[_-]?assertion',
  String.raw`[\w-]*api[_-]?key`,
  '(?:access|refresh|id|federated)[_-]?token',
  'token',
  'client-key-data',
  'sig',
  'accountkey',
  'sharedaccesskey',
].join('|');

const assigned = String.raw`\\*["']?\s*[:=]\s*`;
/** Webhooks whose path is the secret: Slack, Teams, Discord. */
const webhookHosts = String.raw`hooks\.slack\.com|[\w-]{1,63}\.webhook\.office\.com|discord(?:app)?\.com\/api\/webhooks`;

/** Whether a query's parameter may carry a key. */
export function isSecretParameter(name: string): boolean {
  return new RegExp(`^(?:${secretName}|code|key|secret|auth|subscription-key|authorization)$`, 'i').test(
    name,
  );
}

/** Foreign texts are cut to this before they are redacted: what a person reads of them is far shorter. */
const mostForeign = 16 * 1024;

/**
 * Each with its replacement, which no later rule may match in a harmful way; each takes linear time. JSON inside JSON has
 * more backslashes each time it is quoted.
 */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, gone],
  // The same in base64, as kubeconfigs carry keys and certificates.
  [/\bLS0tLS1CRUdJTi[\w+/=]{16,}/g, gone],
  // JSON web tokens: "eyJ" is the beginning of any JSON object in base64. It asks for no dot: to search one from every
  // "eyJ" of a long text takes quadratic time.
  [/\beyJ[\w-]{8,}(?:\.[\w-]+){0,4}/g, gone],
  [/\b(Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi, `$1 ${gone}`],
  [/(:\/\/)[^\s/@:]+:[^\s/@]+@/g, `$1${gone}@`],
  [new RegExp(`(https://(?:${webhookHosts})/)\\S+`, 'gi'), `$1${gone}`],
  // Schemes of any name, and all cookies: to the end of the line.
  [
    new RegExp(
      String.raw`(?<![\w-])((?:(?:proxy-)?authorization|(?:set-)?cookie)${assigned}\\*["']?)(?!\[|Bearer |Basic )[^\r\n"\\]{1,4096}`,
      'gi',
    ),
    `$1${gone}`,
  ],
  [/([?&](?:code|key|secret|auth|subscription-key)=)[^\s&"'#]+/gi, `$1${gone}`],
  // What is quoted ends with its quote, and may have anything in it; bounded, for the quote may never close.
  [
    new RegExp(
      String.raw`(?<![\w-])((?:${secretName})${assigned}(\\*["']))(?!\[redacted)(?:(?!\2)[^]){1,1024}?(?=\2)`,
      'gi',
    ),
    `$1${gone}`,
  ],
  [
    new RegExp(
      String.raw`(?<![\w-])((?:${secretName})${assigned}\\*["']?)(?!\[|Bearer |Basic )[^\s\\&;}\]]+`,
      'gi',
    ),
    `$1${gone}`,
  ],
];

/** Redacts what looks like a secret: bearer and JSON web tokens, private keys, passwords, SAS signatures. */
export function redactShapes(text: string): string {
  return shapes.reduce((left, [shape, rest]) => left.replace(shape, rest), text);
}

/** The same of a text of any length from outside, of which only the beginning is shown. */
export function redactForeign(text: string): string {
  return redactShapes(text.slice(0, mostForeign));
}

/** Also redacts these values, which no shape gives away. */
export function redactor(secrets: readonly string[]): Redact {
  // The longest first: one secret may be the beginning of another.
  const known = [...new Set(secrets)]
    .filter((secret) => secret.length >= shortestSecret)
    .toSorted((one, other) => other.length - one.length);
  return (text) => redactShapes(known.reduce((left, secret) => left.replaceAll(secret, gone), text));
}
