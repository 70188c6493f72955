import { Button, CloseButton } from '@mantine/core';
import { Mail, MessageCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import type { Connection } from '../../../src-shared/protocol/entities.ts';
import { type AnswerWay, answerWays } from '../../../src-shared/rules/answer-ways.ts';
import { formatPhone } from '../../../src-shared/rules/phone.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useRouteStore } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import { useRefusalWords, useServerAction } from '../outcome/server-action.ts';
import styles from './AnswerWays.module.css';
import notices from './Composer.module.css';

const noConnections: Connection[] = [];

/**
 * A form takes no answer: says so, and offers the ways in which this customer can be answered; the conversation goes on here.
 * Where one was begun (`begun`), what is left of them, for whoever does not come through by it.
 */
export function AnswerWays({ form, begun }: { form: ConversationView; begun: boolean }) {
  const { t } = useTranslation('chat');
  const contact = useWatch('contact', { contactId: form.contactId });
  const connections = useWatch('directory', {})?.connections ?? noConnections;
  const answerBy = useServerAction('conversation.answerBy');
  const refusalWords = useRefusalWords();
  const route = useRouteStore();
  const [asked, setAsked] = useState<AnswerWay | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const usable = (form.connection?.answeredBy ?? []).flatMap(
    (id) => connections.find((one) => one.id === id && one.active) ?? [],
  );
  const identities = contact?.identities ?? [];
  const from = identities.find(({ id }) => id === form.identityId);
  const isBegun = ({ connectionId, address }: AnswerWay) =>
    form.targets.some(
      (target) =>
        target.connectionId === connectionId &&
        identities.find(({ id }) => id === target.identityId)?.address === address,
    );
  const ways = from === undefined ? [] : answerWays(from, identities, usable).filter((way) => !isBegun(way));
  const begin = async (way: AnswerWay) => {
    setAsked(way);
    setRefused(null);
    const { connectionId, address } = way;
    const outcome = await answerBy({ conversationId: form.id, connectionId, address });
    setAsked(null);
    // What it leads to comes with the conversation itself, and what was pressed goes: whoever chose a way writes next.
    if (outcome.ok) route.setState({ through: outcome.conversationId ?? null });
    else setRefused(outcome.reason === 'name-taken' ? t('answer.taken', { address }) : refusalWords(outcome.reason));
  };
  return (
    <>
      {!begun && (
        <div className={notices.notice} data-tone="warn" role="status">
          <span>{t(contact == null || ways.length > 0 ? 'answer.explain' : 'answer.none')}</span>
        </div>
      )}
      {refused !== null && (
        <div className={notices.notice} data-tone="bad" role="alert">
          <span>{refused}</span>
          <CloseButton size={24} aria-label={t('composer.dismiss')} onClick={() => setRefused(null)} />
        </div>
      )}
      {ways.length > 0 && (
        <ul className={styles.ways} aria-label={t('answer.ways')}>
          {ways.map((way) => {
            const Glyph = way.channel === 'email' ? Mail : MessageCircle;
            const through = usable.find(({ id }) => id === way.connectionId)?.name ?? '';
            return (
              <li key={`${way.connectionId} ${way.address}`}>
                <Button
                  size={begun ? 'compact-xs' : 'sm'}
                  variant={begun ? 'subtle' : 'default'}
                  leftSection={<Glyph size={begun ? 14 : 16} strokeWidth={1.75} aria-hidden="true" />}
                  loading={asked === way}
                  disabled={asked !== null && asked !== way}
                  title={t('answer.through', { connection: through })}
                  onClick={() => void begin(way)}
                >
                  {t(way.channel === 'email' ? 'answer.byEmail' : 'answer.byWhatsApp', { address: addressOf(way) })}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

const addressOf = ({ channel, address }: AnswerWay): string =>
  channel === 'whatsapp' && /^\d+$/.test(address) ? formatPhone(address) : neutralise(address);
