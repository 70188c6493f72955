import type { TFunction } from 'i18next';
import type { z } from 'zod';
import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';

type Issue = z.core.$ZodIssue;
export type Errors = ReadonlyMap<string, string>;

/** What is wrong with a value, by the field it is wrong with («specialHours.mon.0»). */
export function errorsOf(issues: readonly Issue[], t: TFunction<'operation'>): Errors {
  const errors = new Map<string, string>();
  for (const issue of issues) {
    const field = fieldOf(issue.path.map(String));
    if (!errors.has(field)) errors.set(field, issueWords(issue, t));
  }
  return errors;
}

/** The server's refusal, if it names a field; else null. */
export function refusedField(
  result: Extract<ServerActionResult, { ok: false }>,
  t: TFunction<'operation'>,
): [field: string, text: string] | null {
  if (result.detail === null || result.detail === '') return null;
  const field = fieldOf(result.detail.split('.').filter((part) => part !== 'value'));
  switch (result.reason) {
    case 'name-taken':
      return [field, t('error.nameTaken')];
    case 'stage-in-use':
      return [field, t('error.stageInUse')];
    case 'open-conversations':
      return [field, t('error.openConversations')];
    case 'forbidden':
      return [field, t('error.forbidden')];
    case 'invalid':
    case 'not-found':
      return [field, t('error.unfit')];
    default:
      return null;
  }
}

/** Both ends of an interval are one field to the eye. */
function fieldOf(path: string[]): string {
  const last = path.at(-1);
  return (last === 'from' || last === 'to' ? path.slice(0, -1) : path).join('.');
}

function issueWords(issue: Issue, t: TFunction<'operation'>): string {
  if (issue.code === 'custom' && issue.message === 'overlaps') return t('error.overlaps');
  if (issue.code === 'custom' && issue.message === 'repeated') return t('error.repeatedDate');
  if (issue.code === 'custom' && issue.message === 'repeatedName') return t('error.repeatedName');
  if (issue.code === 'custom') return t('error.endBeforeStart');
  if (issue.code === 'too_small' && issue.origin === 'string') return t('error.empty');
  if (issue.code === 'too_small') return t('error.atLeast', { number: Number(issue.minimum) });
  if (issue.code === 'too_big') return t('error.atMost', { number: Number(issue.maximum) });
  if (issue.code === 'invalid_format' && issue.format === 'date') return t('error.date');
  if (issue.code === 'invalid_format') return t('error.clock');
  return t('error.unfit');
}
