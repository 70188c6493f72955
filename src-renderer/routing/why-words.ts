import type { TFunction } from 'i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import type { Decision } from '../../src-shared/protocol/entities.ts';
import { dateAndTime, duration } from '../chat/text/times.ts';

/** Waits below this are no wait to speak of (milliseconds). */
const AT_ONCE_MS = 5_000;

type T = TFunction<'routing'>;

interface Circumstances {
  conversation: Pick<
    ConversationView,
    'status' | 'mine' | 'assigneeName' | 'assignmentCause' | 'decision' | 'queue' | 'department'
  >;
  meId: string | null;
  name(personId: string): string | null;
  /** Epoch milliseconds by the server's clock. */
  now: number;
  language: string;
}

export interface Why {
  title: string;
  /** Whole sentences, the deciding one first. */
  lines: string[];
}

/** Why a conversation is with whom it is with, or waits (F4), in plain sentences; null where there is nothing to say. */
export function whyWords(t: T, circumstances: Circumstances): Why | null {
  const { conversation } = circumstances;
  if (conversation.queue !== null) return whyQueued(t, circumstances, conversation.queue);
  if (conversation.status !== 'open' || conversation.assignmentCause === null) return null;
  const name = conversation.assigneeName ?? '';
  if (!conversation.mine && name === '') return null;
  return {
    title: conversation.mine ? t('why.title') : t('why.titleOther', { name }),
    lines: whyAssigned(t, circumstances, conversation.assignmentCause, name),
  };
}

function whyAssigned(
  t: T,
  { conversation, language, ...rest }: Circumstances,
  cause: NonNullable<ConversationView['assignmentCause']>,
  name: string,
): string[] {
  const who = conversation.mine ? 'Mine' : 'Other';
  const { decision } = conversation;
  const decided = decision !== null && (cause === 'distributed' || cause === 'affinity');
  if (!decided) return [t(`why.${cause}${who}`, { name })];
  return [
    decisive(t, decision, who, name),
    decision.waitedMs < AT_ONCE_MS ? t('why.atOnce') : t('why.waited', { time: duration(decision.waitedMs) }),
    ...instead(t, decision, rest),
    t('why.decidedAt', { date: dateAndTime(decision.at, language) }),
  ];
}

function decisive(t: T, decision: Decision, who: 'Mine' | 'Other', name: string): string {
  if (decision.rule === 'affinity') return t(`why.affinity${who}`, { name });
  if (decision.rule === 'waiting') return t(`why.distributed${who}`, { name });
  if (decision.among <= 1) return t(`why.onlyOne${who}`, { name });
  return t(`why.${decision.rule}${who}`, { name, count: decision.among });
}

/** What kept the customer from whoever served them today. */
function instead(t: T, { affinity }: Decision, { meId, name }: Pick<Circumstances, 'meId' | 'name'>): string[] {
  if (affinity === null || affinity.outcome === 'used') return [];
  const who = affinity.agentId === meId ? t('why.you') : name(affinity.agentId);
  return who === null ? [] : [t(`why.instead.${affinity.outcome}`, { name: who })];
}

function whyQueued(
  t: T,
  { conversation, now, ...rest }: Circumstances,
  queue: NonNullable<ConversationView['queue']>,
): Why {
  const waits = t('queue.waits', { time: duration(now - queue.since) });
  return {
    title: t('why.titleQueue'),
    lines: [
      `${placeWords(t, queue, conversation.department?.name ?? null)}.`,
      waits,
      t(`queue.why.${queue.why}`),
      ...(conversation.decision === null ? [] : instead(t, conversation.decision, rest)),
    ],
  };
}

/** «3º de 7 na fila de Suporte» */
export function placeWords(
  t: T,
  { position, of }: Pick<NonNullable<ConversationView['queue']>, 'position' | 'of'>,
  department: string | null,
): string {
  return department === null
    ? t('queue.placeNoDepartment', { position, of })
    : t('queue.place', { position, of, department });
}
