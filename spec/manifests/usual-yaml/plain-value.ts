import { CORE_SCHEMA } from 'js-yaml';

/** The first characters of null, booleans and numbers. */
const isJudged = /^[-+.~\dnNtTfF]/;
const wholeNumber = /^(?:0|[1-9]\d{0,14})$/;

/** What text that is not quoted stands for: text mostly, else as YAML's core schema says. */
export function plainValue(text: string): unknown {
  if (!isJudged.test(text)) return text;
  return wholeNumber.test(text) ? Number(text) : CORE_SCHEMA.resolveImplicitScalarTag(text).value;
}
