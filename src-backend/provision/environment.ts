import { type Path, type Problem, problem } from './problems.ts';

/** Puts the values of environment variables where the file says `{ "env": "NAME" }`, so that secrets stay out of files. */
export function resolveEnvironment(
  value: unknown,
  environment: Record<string, string | undefined>,
  path: Path = [],
): { value: unknown; problems: Problem[] } {
  const variable = variableName(value);
  if (variable !== null) {
    const found = environment[variable];
    return found === undefined || found === ''
      ? { value: '', problems: [problem(path, `needs the environment variable ${variable}, which is not set`)] }
      : { value: found, problems: [] };
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => resolveEnvironment(item, environment, [...path, index]));
    return { value: items.map((item) => item.value), problems: items.flatMap((item) => item.problems) };
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(
      ([key, field]) => [key, resolveEnvironment(field, environment, [...path, key])] as const,
    );
    return {
      value: Object.fromEntries(fields.map(([key, field]) => [key, field.value])),
      problems: fields.flatMap(([, field]) => field.problems),
    };
  }
  return { value, problems: [] };
}

function variableName(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value);
  const [only] = entries;
  return entries.length === 1 && only?.[0] === 'env' && typeof only[1] === 'string' ? only[1] : null;
}
