/** The parts of a message never move and may repeat, so their place names them. */
export const numbered = <Part>(parts: readonly Part[]): { at: number; one: Part }[] =>
  parts.map((one, at) => ({ at, one }));
