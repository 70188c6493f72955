import { cpus, totalmem } from 'node:os';

/** What a benchmark prints; times in milliseconds. A ratio and its budget have the same name. */
export interface BenchResult {
  name: string;
  figures: Record<string, number>;
  floor: Record<string, number>;
  ratio: Record<string, number>;
  budget: Record<string, number>;
  pass: boolean;
}

/** Passes when no ratio is over its budget. */
export function benchResult(result: Omit<BenchResult, 'pass'>): BenchResult {
  const rounded = (values: Record<string, number>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * 100) / 100]));
  const pass = Object.entries(result.budget).every(([name, most]) => (result.ratio[name] ?? Infinity) <= most);
  return {
    name: result.name,
    figures: rounded(result.figures),
    floor: rounded(result.floor),
    ratio: rounded(result.ratio),
    budget: result.budget,
    pass,
  };
}

/** `share` from 0 to 1, by the nearest rank. Throws for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Epoch milliseconds with fractions, comparable between processes and pages of one machine. */
export const now = (): number => performance.timeOrigin + performance.now();

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
