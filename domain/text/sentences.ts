const end = /[\s.!?;,]+$/;

/** Whether `text` has all of `sentence`, whatever each ends with. */
export function says(text: string, sentence: string): boolean {
  return text.includes(sentence.replace(end, ''));
}
