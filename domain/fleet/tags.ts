/** Whether a resource carries a tag, whatever its value; Azure's tag names do not differ by case. */
export function hasTagNamed(tags: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(tags).some((tag) => tag.toLowerCase() === name.toLowerCase());
}
