import { dash, hash, newline, space } from './characters.ts';

/** Stands for a text that only a reader of all of YAML can judge. */
export const notUsual: unique symbol = Symbol('not usual');

/** Where a document is read: a part of a text, whose characters V8 reads faster than those of a text cut out of it. */
export class Cursor {
  readonly text: string;
  /** Of the document: nothing of it stands there. */
  readonly end: number;
  at: number;
  lineStart: number;
  /** Between nodes, the indent of the line whose content begins at `at`; -1: the document is at its end. */
  column = -1;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.end = end;
    this.at = start;
    this.lineStart = start;
  }

  /** From behind a node to the next content; false: something follows in the node's own line. */
  nextContent(): boolean {
    const { text, end } = this;
    let { at } = this;
    let [isOwnLine, isSpaced] = [at > this.lineStart, at === this.lineStart];
    for (;;) {
      let code = text.charCodeAt(at);
      for (; code === space; code = text.charCodeAt(at)) {
        isSpaced = true;
        at += 1;
      }
      if (at >= end) break;
      if (code === hash && isSpaced) {
        at = text.indexOf('\n', at);
        if (at < 0) break;
      } else if (code !== newline) {
        this.at = at;
        this.column = at - this.lineStart;
        return !isOwnLine;
      }
      at += 1;
      this.lineStart = at;
      isOwnLine = false;
      isSpaced = true;
    }
    this.at = end;
    this.column = -1;
    return true;
  }

  skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === space) this.at += 1;
  }

  /** Goes to the value that follows in the line; true: there is none. */
  isAtLineEnd(): boolean {
    this.skipSpaces();
    const code = this.text.charCodeAt(this.at);
    return code === newline || code === hash || this.at >= this.end;
  }

  isAtItem(): boolean {
    return this.text.charCodeAt(this.at) === dash && this.isSeparated(this.at + 1);
  }

  /** Whether white space, or nothing, stands there. */
  isSeparated(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === space || code === newline || at >= this.end;
  }
}
