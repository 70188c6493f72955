import type { Preferences } from '../../../src-shared/bridge/views.ts';
import type { Workspace } from '../../../src-shared/protocol/entities.ts';
import { isWrittenElsewhere } from '../../../src-shared/rules/written-elsewhere.ts';
import type { CacheReader } from '../cache/api.ts';
import { fill, textsOf } from '../texts.ts';
import { lineText } from './line-text.ts';

/** A finished (or running) conversation as a document: what both sides wrote, no internal notes. */
export interface Transcript {
  title: string;
  fileName: string;
  workspace: string;
  facts: [name: string, value: string][];
  days: { day: string; lines: TranscriptLine[] }[];
  footer: string;
  pageOf(page: number, pages: number): string;
  emptyText: string;
}

interface TranscriptLine {
  side: 'customer' | 'us';
  author: string;
  time: string;
  text: string;
}

/** More lines than any conversation has; the reader takes a limit. */
const ALL = 100_000;

/** null when the conversation is not on this machine. Times are those of the workspace, whose record this is. */
export function makeTranscript(
  conversationId: string,
  deps: { reader: CacheReader; workspace: Workspace; language: Preferences['language']; now: number },
): Transcript | null {
  const { reader, workspace, language } = deps;
  const conversation = reader.conversation(conversationId);
  if (conversation === null) return null;
  const all = textsOf(language);
  const texts = all.transcript;
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: workspace.timeZone, ...options });
  const moment = format({ dateStyle: 'short', timeStyle: 'short' });
  const dayOf = format({ dateStyle: 'full' });
  const timeOf = format({ timeStyle: 'short' });
  const { reasons } = reader.directory();
  const reason = reasons.find((candidate) => candidate.id === conversation.qualification?.reasonId);

  const days: Transcript['days'] = [];
  for (const item of reader.chat(conversationId, ALL).items) {
    if (item.type !== 'message' || item.message.conversationId !== conversationId) continue;
    const { message } = item;
    if (message.direction !== 'inbound' && message.direction !== 'outbound') continue;
    const day = dayOf.format(message.at);
    if (days.at(-1)?.day !== day) days.push({ day, lines: [] });
    days.at(-1)?.lines.push({
      side: message.direction === 'inbound' ? 'customer' : 'us',
      author:
        message.direction === 'inbound'
          ? conversation.title || texts.customer
          : (message.authorName ?? (isWrittenElsewhere(message) ? texts.elsewhere : texts.automatic)),
      time: timeOf.format(message.at),
      text: lineText(message, all, language),
    });
  }

  const facts: [string, string | null | undefined][] = [
    [texts.contact, conversation.title],
    [texts.channel, [all.channel[conversation.channel], conversation.connection?.name].filter(Boolean).join(' · ')],
    [texts.agent, conversation.assigneeName],
    [texts.department, conversation.department?.name],
    [texts.start, moment.format(conversation.createdAt)],
    [texts.end, conversation.finishedAt === null ? null : moment.format(conversation.finishedAt)],
    [texts.reason, reason?.name],
    [texts.description, conversation.qualification?.description],
  ];
  return {
    title: fill(texts.title, { protocol: conversation.protocol }),
    fileName: fill(texts.fileName, { protocol: conversation.protocol.replace(/[^\w-]/g, '_') }),
    workspace: workspace.name,
    facts: facts.filter((fact): fact is [string, string] => Boolean(fact[1])),
    days,
    footer: `${fill(texts.exported, { date: moment.format(deps.now) })}. ${texts.noNotes}`,
    pageOf: (page, pages) => fill(texts.page, { page, pages }),
    emptyText: texts.empty,
  };
}
