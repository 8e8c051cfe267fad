interface SarifPlace {
  readonly file: string;
  /** From 1, as the column; null: the whole file. */
  readonly line: number | null;
  readonly column?: number;
}

export function physical({ file, line, column }: SarifPlace): object {
  const start = { startLine: line, ...(column === undefined ? {} : { startColumn: column }) };
  const region = line === null ? {} : { region: start };
  const path = encodeURI(file).replaceAll('#', '%23').replaceAll('?', '%3F');
  const uri = path.startsWith('/') ? `file://${path}` : path;
  return { physicalLocation: { artifactLocation: { uri }, ...region } };
}

/** "dir/file.yaml:12" -> file and line */
export function placeOf(location: string): SarifPlace {
  const [, file, line] = /^(.*):(\d+)$/s.exec(location) ?? [];
  return file === undefined ? { file: location, line: null } : { file, line: Number(line) };
}

/** "dir/file.yaml:12:5", or without a column where none is known */
export function exactPlaceOf(location: string): SarifPlace {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/s.exec(location) ?? [];
  return file === undefined ? placeOf(location) : { file, line: Number(line), column: Number(column) };
}
