/** A global of the workflows' sandbox: messages of failures become payloads, because payloads are encrypted. */
export const encodesFailures = 'drydockEncodesFailures';
