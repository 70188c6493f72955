import type { LivechatEntry, LivechatImage } from '../../../../src-shared/protocol/livechat.ts';
import type { Outgoing } from './outbox.ts';
import type { SessionState } from './session.ts';
import type { Language, Words } from './words.ts';

/** One line of the log. `key` stays the same from the moment a message is written until it is read. */
export type Row =
  | { key: string; kind: 'day' | 'notice'; text: string }
  | {
      key: string;
      kind: 'message';
      mine: boolean;
      /** Shown above the first of several messages of one person. */
      author: string | null;
      /** Who wrote it, for those who cannot see on which side it stands. */
      spokenAuthor: string;
      text: string | null;
      image: { stored: LivechatImage | null; blob: Blob | null } | null;
      meta: string;
      /** Uploaded share, while a picture goes up. */
      progress: number | null;
      failed: boolean;
    };

export interface RowTexts {
  words: Words;
  language: Language;
  now: number;
}

export const rowsOf = (state: SessionState, texts: RowTexts): Row[] => {
  const { words } = texts;
  const confirmed = new Set(state.entries.map((entry) => entry.id));
  const rows: Row[] = [];
  let day = '';
  let author: string | null = null;

  const startDay = (at: number): void => {
    const next = dayOf(at, texts);
    if (next === day) return;
    day = next;
    author = null;
    rows.push({ key: `day ${new Date(at).toDateString()}`, kind: 'day', text: day });
  };

  for (const entry of state.entries) {
    startDay(entry.at);
    const row = entryRow(entry, author, texts);
    rows.push(row);
    author = row.kind === 'message' ? (row.mine ? '' : row.spokenAuthor) : null;
  }
  for (const message of state.outgoing) {
    if (confirmed.has(message.id)) continue;
    startDay(message.at);
    rows.push(outgoingRow(message, state.line === 'online', words));
  }
  return rows;
};

const entryRow = (entry: LivechatEntry, before: string | null, { words, language }: RowTexts): Row => {
  switch (entry.kind) {
    case 'joined':
      return { key: entry.id, kind: 'notice', text: words.joined(entry.agentName) };
    case 'finished':
      return { key: entry.id, kind: 'notice', text: words.finished(entry.protocol) };
    default: {
      const mine = entry.kind === 'visitor';
      const name = entry.kind === 'visitor' ? words.you : (entry.agentName ?? words.team);
      const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(entry.at);
      return {
        key: entry.id,
        kind: 'message',
        mine,
        author: mine || before === name ? null : name,
        spokenAuthor: name,
        text: entry.text,
        image: entry.image && { stored: entry.image, blob: null },
        meta: mine ? `${time} · ${words.status[entry.status]}` : time,
        progress: null,
        failed: false,
      };
    }
  }
};

const outgoingRow = (message: Outgoing, online: boolean, words: Words): Row => {
  const uploading = online && message.image !== null && message.image.stored === null;
  const going = uploading
    ? words.uploading(Math.round((message.image?.progress ?? 0) * 100))
    : online
      ? words.status.sending
      : words.status.waiting;
  return {
    key: message.id,
    kind: 'message',
    mine: true,
    author: null,
    spokenAuthor: words.you,
    text: message.text,
    image: message.image && { stored: message.image.stored, blob: message.image.blob },
    meta: message.refused ? `${words.status.failed}: ${words.reasons[message.refused]}` : going,
    progress: uploading && !message.refused ? (message.image?.progress ?? 0) : null,
    failed: message.refused !== null,
  };
};

const dayOf = (at: number, { words, language, now }: RowTexts): string => {
  const date = new Date(at).toDateString();
  if (date === new Date(now).toDateString()) return words.today;
  if (date === new Date(now - 86_400_000).toDateString()) return words.yesterday;
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
};
