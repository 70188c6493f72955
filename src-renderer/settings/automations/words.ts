import type { TFunction } from 'i18next';
import type { Trigger } from '../../../src-shared/protocol/automations.ts';

/** When an automation starts, in a few words. */
export function triggerWords(trigger: Trigger, t: TFunction<'automations'>): string {
  switch (trigger.type) {
    case 'keyword':
      return t('triggerShort.keyword', { words: trigger.words.join(', ') });
    case 'inactivity':
      return t('triggerShort.inactivity', { minutes: trigger.minutes });
    case 'firstMessage':
    case 'outOfHours':
    case 'manual':
      return t(`triggerShort.${trigger.type}`);
  }
}
