/** What every benchmark prints; times in milliseconds. */
export interface BenchResult {
  readonly name: string;
  readonly figures: Readonly<Record<string, number>>;
  /** The least any program could take for the same, measured in the same run on the same machine. */
  readonly floor: Readonly<Record<string, number>>;
  readonly ratio: Readonly<Record<string, number>>;
  readonly budget: Readonly<Record<string, number>>;
  readonly pass: boolean;
}

/** @param budget limits by name: of a ratio where one has that name, else of a figure. */
export function judged(
  name: string,
  parts: Pick<BenchResult, 'figures' | 'floor' | 'ratio' | 'budget'>,
): BenchResult {
  const pass = Object.entries(parts.budget).every(([limited, limit]) => {
    const reached = parts.ratio[limited] ?? parts.figures[limited];
    if (reached === undefined) throw new Error(`${name} has a budget for «${limited}», which it never measured.`);
    return reached <= limit;
  });
  return {
    name,
    figures: rounded(parts.figures),
    floor: rounded(parts.floor),
    ratio: rounded(parts.ratio),
    budget: parts.budget,
    pass,
  };
}

/** @returns the value below which the given share (0 to 1) of the measurements lies. */
export function percentile(measured: readonly number[], share: number): number {
  const sorted = [...measured].sort((one, other) => one - other);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}

export function median(measured: readonly number[]): number {
  return percentile(measured, 0.5);
}

export function printed(result: BenchResult): string {
  const section = (title: string, values: Readonly<Record<string, number>>) =>
    `${title}\n${Object.entries(values)
      .map(([name, value]) => `  ${name.padEnd(28)} ${value}`)
      .join('\n')}\n`;
  return [
    `${result.name}: ${result.pass ? 'within its budget' : 'OVER ITS BUDGET'}\n`,
    section('figures', result.figures),
    section('floor', result.floor),
    section('ratio', result.ratio),
    section('budget', result.budget),
  ].join('');
}

function rounded(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * 100) / 100]));
}
