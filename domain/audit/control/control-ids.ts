/** How many controls each area has, in its order. */
const areas = { DEF: 3, ENT: 13, NET: 7, POD: 16, LSM: 5, MT: 1, UPG: 5, OS: 5, WIN: 3, NODE: 6, WL: 7 };

/** The id of every control, "SB-DEF-01" first: for those who read files and judge nothing, since it loads no control. */
export const controlIds: readonly string[] = Object.entries(areas).flatMap(([area, count]) =>
  Array.from({ length: count }, (_, at) => `SB-${area}-${String(at + 1).padStart(2, '0')}`),
);
