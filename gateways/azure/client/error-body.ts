import { isJsonObject, type JsonObject, objectAt, parseObject, textAt } from './json-object.ts';

/** What an error answer says, whichever of Azure's envelopes it came in. */
export interface AzureError {
  readonly code: string | null;
  /** The resource provider's own, finer code; only in flat bodies. */
  readonly subcode: string | null;
  /** Of `details[]`: where the outer code only says that something failed, the cause stands there. */
  readonly detailCodes: readonly string[];
  readonly message: string;
}

/**
 * Reads an error body: flat `{code, message, subcode}` of the AKS provider, `{error: {...}}` of ARM, or text.
 * Messages of `details[]` are appended, because the cause often stands only there.
 */
export function readErrorBody(body: string | null | undefined): AzureError {
  const outer = parseObject(body);
  const inner = isJsonObject(outer.error) ? outer.error : outer;
  const found = describeError(inner);
  return found.message === '' ? { ...found, message: (body ?? '').trim() } : found;
}

/** The same for an error object that stands inside another body (operations, provisioningError). */
export function describeError(error: JsonObject): AzureError {
  const message = textAt(error, 'message') ?? '';
  const details = Array.isArray(error.details) ? error.details.filter(isJsonObject) : [];
  const more = details
    .map((each) => textAt(each, 'message') ?? '')
    .filter((each) => each !== '' && !message.includes(each));
  return {
    code: textAt(error, 'code'),
    subcode: textAt(error, 'subcode') || textAt(objectAt(error, 'innererror'), 'code'),
    detailCodes: details.map((each) => textAt(each, 'code') ?? '').filter((each) => each !== ''),
    message: [message, ...more].filter((each) => each !== '').join(' '),
  };
}
