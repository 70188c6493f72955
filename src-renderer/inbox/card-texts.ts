import type { TFunction } from 'i18next';
import type { InboxRow } from '../../src-shared/bridge/views.ts';
import { neutralise } from '../../src-shared/rules/safe-text.ts';
import { shortSpan } from '../ui/times.ts';
import { windowSpan } from '../ui/window-clock.ts';

/** An answer within the first minute needs no counting (milliseconds). */
const AWAITING_SHOWN_MS = 60_000;

type T = TFunction<'inbox'>;

export interface CardTexts {
  preview: string;
  /** How long the customer waits for an answer: «12 min». */
  awaiting: string | null;
  /** Where it came in, and with whom it is or how it stands: «WhatsApp Loja», «Bruno · finalizado». */
  place: string;
  holder: string | null;
  /** Everything the card says, in words, for a screen reader. */
  spoken: string;
}

/** What a card says at a moment (`now`: epoch milliseconds by the server's clock). */
export function cardTexts(t: T, row: InboxRow, now: number, myId: string, time: string): CardTexts {
  const preview = previewText(t, row);
  const windowLeft = windowText(t, row, now);
  const awaiting = awaitingSpan(row, now);
  const someoneElse = row.assigneeName !== null && row.assigneeId !== myId;
  const place = row.connectionName;
  const holders = [someoneElse ? ownerText(t, row) : null, stateText(t, row)].filter((part) => part !== null);
  const holder = holders.length === 0 ? null : holders.join(' · ');
  const spoken = [
    row.title,
    row.unread > 0 ? t('card.unread', { count: row.unread }) : null,
    row.failed ? t('card.failed') : null,
    preview,
    time,
    row.connectionName,
    row.assigneeId === myId ? t('card.you') : someoneElse ? t('card.with', { name: ownerText(t, row) }) : null,
    stateText(t, row),
    row.offerUntil !== null && row.assigneeId === myId ? t('card.offered') : null,
    windowLeft,
    awaiting === null ? null : t('card.awaiting', { span: awaiting }),
    row.hasDraft ? t('card.draft') : null,
    row.pending ? t('card.pending') : null,
    row.tags.length > 0 ? t('card.tagsAre', { tags: row.tags.map((tag) => tag.name).join(', ') }) : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
  return { preview, awaiting, place, holder, spoken };
}

function previewText(t: T, row: InboxRow): string {
  if (row.preview === null) return t('noMessages');
  const { kind, nature = null, text } = row.preview;
  // Line ends and runs of spaces would waste the one line there is.
  const words = neutralise(text).replace(/\s+/g, ' ').trim();
  if (nature === 'deleted') return t('nature.deleted');
  if (kind === 'text' && words !== '') return words;
  const label = nature === null ? t(`kind.${kind}`) : t(`nature.${nature}`);
  return words === '' ? label : `${label}: ${words}`;
}

/** A finished conversation has no window to show, nor has a channel without one. */
export const windowShown = (row: Pick<InboxRow, 'windowEndsAt' | 'status'>): number | null =>
  row.status === 'finished' ? null : row.windowEndsAt;

function windowText(t: T, row: InboxRow, now: number): string | null {
  const endsAt = windowShown(row);
  if (endsAt === null) return null;
  const span = windowSpan(endsAt, now);
  return span === null ? t('card.windowOver') : t('card.windowLeft', { span });
}

function awaitingSpan(row: InboxRow, now: number): string | null {
  if (row.awaitingSince === null || row.status === 'finished') return null;
  const waited = now - row.awaitingSince;
  return waited < AWAITING_SHOWN_MS ? null : shortSpan(waited);
}

/** An owner whose machine is gone is marked, so that nobody thinks the customer in good hands. */
function ownerText(t: T, row: InboxRow): string | null {
  return row.assigneeOffline ? t('card.ownerOffline', { name: row.assigneeName }) : row.assigneeName;
}

function stateText(t: T, row: InboxRow): string | null {
  if (row.queue !== null) return t('card.place', { position: row.queue.position });
  if (row.status === 'queued') return t('card.queued');
  if (row.status === 'automation') return t('card.automation');
  if (row.status === 'finished') return t('card.finished');
  return null;
}
