import type { Department } from '../../src-shared/protocol/entities.ts';

export type QualificationField = 'reason' | 'description';

/** What the department asks for and is not there yet (D1). The server checks the same. */
export function missingFields(
  department: Pick<Department, 'requiresReason' | 'requiresDescription'> | null,
  given: { reasonId: string | null; description: string | null },
): QualificationField[] {
  const missing: QualificationField[] = [];
  if (department?.requiresReason === true && given.reasonId === null) missing.push('reason');
  if (department?.requiresDescription === true && given.description === null) missing.push('description');
  return missing;
}
