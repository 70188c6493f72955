import { ActionIcon, Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { Contact, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../../../src-shared/protocol/content.ts';
import { readCardPhone } from '../../../../src-shared/rules/card-phone.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import type { BodyProps } from '../body.ts';
import { FileCard } from '../media/FileCard.tsx';
import { useCopy } from '../use-copy.ts';
import styles from './ContactsBody.module.css';
import kinds from './Kinds.module.css';
import { numbered } from './numbered.ts';
import { useStartWith } from './start-with.ts';

type Card = Extract<Content, { type: 'contacts' }>['cards'][number];

/** The cards of people the customer passed on, and what can be done with them. */
export function ContactsBody({ message: { content, media } }: BodyProps) {
  if (content?.type !== 'contacts') return <FileCard kind="contacts" media={media} />;
  return (
    <ul className={styles.cards}>
      {numbered(content.cards).map(({ at, one }) => (
        <li key={at}>
          <OneCard card={one} />
        </li>
      ))}
    </ul>
  );
}

function OneCard({ card }: { card: Card }) {
  const { t } = useTranslation('chat');
  const startWith = useStartWith();
  return (
    <div className={kinds.card}>
      <span className={kinds.icon}>
        <Contact size={20} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <div className={kinds.words}>
        <b>{card.name.trim() === '' ? t('card.noName') : neutralise(card.name)}</b>
        {card.organization !== null && <span className={kinds.quiet}>{neutralise(card.organization)}</span>}
        <ul className={styles.ways}>
          {numbered(card.phones).map(({ at, one }) => {
            const { words, startable } = readCardPhone(one.number);
            return (
              <Way key={at} words={words} label={one.label}>
                {startable && startWith !== null && (
                  <Button size="compact-sm" variant="subtle" onClick={() => startWith(one.number)}>
                    {t('card.start')}
                  </Button>
                )}
              </Way>
            );
          })}
          {numbered(card.emails).map(({ at, one }) => (
            <Way key={at} words={one.address} label={one.label} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function Way({ words, label, children }: { words: string; label: string | null; children?: ReactNode }) {
  const { t } = useTranslation('chat');
  const copy = useCopy();
  const shown = neutralise(words);
  return (
    <li className={styles.way}>
      <span className={styles.address}>
        {shown}
        {label !== null && label !== '' && <small>{labelWords(label, t)}</small>}
      </span>
      {children}
      <ActionIcon
        size={28}
        aria-label={t('card.copy', { what: shown })}
        title={t('card.copy', { what: shown })}
        onClick={() => copy(words, t('card.copied'))}
      >
        <Copy size={15} />
      </ActionIcon>
    </li>
  );
}

/** The labels telephones give by themselves, in our words; whatever a person wrote stays. */
function labelWords(label: string, t: TFunction<'chat'>): string {
  switch (label.toUpperCase()) {
    case 'CELL':
    case 'MOBILE':
    case 'IPHONE':
      return t('card.label.mobile');
    case 'HOME':
      return t('card.label.home');
    case 'WORK':
      return t('card.label.work');
    default:
      return neutralise(label);
  }
}
