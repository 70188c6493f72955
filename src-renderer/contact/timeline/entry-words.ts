import type { TFunction } from 'i18next';
import type { TimelineEntry } from '../../../src-shared/bridge/views.ts';
import type { Field } from '../../../src-shared/protocol/contacts.ts';
import { formatFieldValue } from '../../../src-shared/rules/field-value.ts';
import { formatPhone, phoneOf } from '../../../src-shared/rules/phone.ts';
import { withoutDirection } from '../../../src-shared/rules/safe-text.ts';
import type { DirectoryNames } from '../../chat/directory-names.ts';
import { activityWords } from '../../chat/message/activity-words.ts';
import { reasonWords } from '../merge/reason-words.ts';

/** What words are made with. */
export interface Wording {
  record: TFunction<'record'>;
  chat: TFunction<'chat'>;
  inbox: TFunction<'inbox'>;
  names: DirectoryNames;
  fields: ReadonlyMap<string, Field>;
  language: string;
}

/** One entry in one sentence. What customers and people wrote has its line ends and runs of spaces taken together. */
export function entryWords({ what, byId, byName }: TimelineEntry, wording: Wording): string {
  const { record: t, inbox, chat, names } = wording;
  switch (what.type) {
    case 'message': {
      if (what.nature === 'deleted') return t('timeline.deleted');
      const words = oneLine(what.text);
      if (what.kind === 'text' && words !== '') return words;
      const label = what.nature === null ? inbox(`kind.${what.kind}`) : inbox(`nature.${what.nature}`);
      return words === '' ? label : `${label}: ${words}`;
    }
    case 'note':
      return oneLine(what.text);
    case 'activity':
      return oneLine(activityWords({ activity: what.activity, authorId: byId, authorName: byName }, names, chat));
    case 'qualification': {
      const done =
        what.inactivityMinutes !== null
          ? t('timeline.byInactivity')
          : what.reasonName === null
            ? t('timeline.qualifiedNoReason')
            : t('timeline.qualified', { reason: what.reasonName });
      return what.description === null ? done : `${done}. ${oneLine(what.description)}`;
    }
    case 'event':
      return eventWords(what.event, what.names, byId === null, wording);
  }
}

type Event = Extract<TimelineEntry['what'], { type: 'event' }>;

function eventWords(
  event: Event['event'],
  names: Event['names'],
  alone: boolean,
  { record: t, fields, language }: Wording,
): string {
  const nothing = t('timeline.nothing');
  switch (event.type) {
    case 'named':
      return t('timeline.named', { from: textOr(event.from, nothing), to: textOr(event.to, nothing) });
    case 'field': {
      const type = fields.get(event.fieldId)?.type ?? 'text';
      const words = (kept: string | null) =>
        kept === null ? nothing : oneLine(formatFieldValue(type, kept, language));
      const field = names[event.fieldId] ?? t('timeline.aField');
      return t('timeline.field', { field, from: words(event.from), to: words(event.to) });
    }
    case 'tag':
      return t(event.change === 'added' ? 'timeline.tagAdded' : 'timeline.tagRemoved', {
        tag: names[event.tagId] ?? t('timeline.aTag'),
      });
    case 'deal': {
      const stage = (id: string | null) => (id === null ? undefined : names[id]) ?? t('timeline.aStage');
      const title = oneLine(event.title);
      return t(`timeline.deal.${event.change}`, { title, from: stage(event.fromStageId), to: stage(event.toStageId) });
    }
    case 'identity':
      return t(`timeline.identity.${event.change}`, { address: addressWords(event.address) });
    case 'merged': {
      const line = t(alone ? 'timeline.mergedAlone' : 'timeline.merged', { name: oneLine(event.otherTitle) });
      return withReasons(line, event, t, language);
    }
    case 'unmerged':
      return t('timeline.unmerged', { name: oneLine(event.otherTitle) });
  }
}

function withReasons(
  line: string,
  { reasons }: Extract<Event['event'], { type: 'merged' }>,
  t: TFunction<'record'>,
  language: string,
): string {
  if (reasons.length === 0) return line;
  return t('timeline.withReasons', { line, reasons: reasonWords(t, reasons, language) });
}

function addressWords(address: string): string {
  const phone = phoneOf(address);
  return phone === null ? oneLine(address) : formatPhone(phone);
}

const textOr = (text: string | null, nothing: string): string => (text === null ? nothing : oneLine(text));

const oneLine = (text: string): string => withoutDirection(text).replace(/\s+/g, ' ').trim();
