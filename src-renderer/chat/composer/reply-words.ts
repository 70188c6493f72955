import type { TFunction } from 'i18next';
import type { ReplyState } from './availability.ts';

/** What the field says: an invitation, or why nothing can be written to the customer now. */
export function replyWords(state: ReplyState, customer: string, holder: string | null, t: TFunction<'chat'>): string {
  switch (state.kind) {
    case 'open':
      return t('composer.placeholder', { name: customer });
    case 'offline':
      return t('composer.offline');
    case 'finished':
      return t('composer.finished');
    case 'finishing':
      return t('composer.finishing');
    case 'receives-only':
      return t('answer.first');
    case 'window-closed':
      return t(state.neverWrote ? 'composer.neverWrote' : 'composer.windowClosed');
    case 'not-mine':
      if (state.holder === 'queue') return t('composer.inQueue');
      if (state.holder === 'automation') return t('composer.withAutomation');
      return holder === null ? t('composer.withSomeone') : t('composer.withColleague', { name: holder });
  }
}
