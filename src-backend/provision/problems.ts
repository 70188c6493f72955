import type { z } from 'zod';

/** Something wrong in a provision file, in words for whoever wrote it: `people[0].email must be an e-mail address`. */
export type Problem = string;
export type Path = readonly PropertyKey[];

export function problem(path: Path, words: string): Problem {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return `${place.replace(/^\./, '') || 'the file'} ${words}`;
}

/** Never repeats a value: it may be a secret. */
export function problemsOf(error: z.ZodError, prefix: Path = []): Problem[] {
  return error.issues.map((issue) => problem([...prefix, ...issue.path], words(issue)));
}

function words(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return /received undefined/.test(issue.message) ? 'is missing' : `must be of type ${issue.expected}`;
    case 'unrecognized_keys':
      return `has fields that are not known: ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return /^Too small/.test(issue.message) ? `must be at least ${issue.minimum} (${issue.origin})` : issue.message;
    case 'too_big':
      return /^Too big/.test(issue.message) ? `must be at most ${issue.maximum} (${issue.origin})` : issue.message;
    default:
      return /^Invalid/.test(issue.message) ? 'is not valid' : issue.message;
  }
}
