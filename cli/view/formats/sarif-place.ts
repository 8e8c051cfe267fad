export function physical(file: string, line: number | null): object {
  const region = line === null ? {} : { region: { startLine: line } };
  const path = encodeURI(file).replaceAll('#', '%23').replaceAll('?', '%3F');
  const uri = path.startsWith('/') ? `file://${path}` : path;
  return { physicalLocation: { artifactLocation: { uri }, ...region } };
}

/** "dir/file.yaml:12" -> file and line */
export function placeOf(location: string): { readonly file: string; readonly line: number | null } {
  const [, file, line] = /^(.*):(\d+)$/s.exec(location) ?? [];
  return file === undefined ? { file: location, line: null } : { file, line: Number(line) };
}
