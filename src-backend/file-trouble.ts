/**
 * In words for the person who named it: a file or folder that is not there, or cannot be read or written. null: the error
 * is something else, a defect of ours.
 */
export function fileTrouble(error: unknown): string | null {
  const ofSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return ofSystem ? `Nothing was done: ${error.message}` : null;
}
