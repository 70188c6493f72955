import { UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { splitMentions } from '../composer/mentions.ts';
import { foldText } from '../text/folding.ts';
import { splitLinks } from '../text/links.ts';
import { useFollowLink } from './follow-link.ts';
import styles from './TextBody.module.css';

interface Props {
  text: string;
  /** People a note mentions; empty for what customers see. */
  mentioned?: readonly Pick<Person, 'id' | 'name'>[];
}

const nobody: readonly Pick<Person, 'id' | 'name'>[] = [];

/** A text of anybody: React nodes only, never markup; its addresses can be followed, long ones are folded. */
export function TextBody({ text, mentioned = nobody }: Props) {
  const { t, i18n } = useTranslation('chat');
  const [whole, setWhole] = useState(false);
  const safe = useMemo(() => neutralise(text), [text]);
  const folded = useMemo(() => foldText(safe), [safe]);
  const shown = whole ? safe : folded.shown;
  return (
    <div className={styles.text} dir="auto">
      <Parts text={shown} mentioned={mentioned} />
      {folded.hidden > 0 && (
        <>
          {!whole && '… '}
          <UnstyledButton className={styles.fold} onClick={() => setWhole(!whole)} aria-expanded={whole}>
            {whole ? t('message.showLess') : t('message.showAll')}
          </UnstyledButton>
          {!whole && (
            <span className={styles.hidden}>
              {t('message.hidden', { formatted: folded.hidden.toLocaleString(i18n.language) })}
            </span>
          )}
        </>
      )}
    </div>
  );
}

/** The offset of each part, which names it: the parts of one text never move. */
function placed<Part extends { text: string }>(parts: readonly Part[]): { part: Part; at: number }[] {
  let at = 0;
  return parts.map((part) => {
    const place = { part, at };
    at += part.text.length;
    return place;
  });
}

function Parts({ text, mentioned }: { text: string; mentioned: NonNullable<Props['mentioned']> }) {
  const parts = useMemo(
    () => placed(mentioned.length === 0 ? [{ text, person: null }] : splitMentions(text, mentioned)),
    [text, mentioned],
  );
  return parts.map(({ part, at }) =>
    part.person === null ? (
      <Linked key={at} text={part.text} />
    ) : (
      <span key={at} className={styles.mention}>
        {part.text}
      </span>
    ),
  );
}

function Linked({ text }: { text: string }) {
  const link = useFollowLink();
  const parts = useMemo(() => placed(splitLinks(text)), [text]);
  return parts.map(({ part, at }) =>
    part.type === 'link' ? (
      <a key={at} {...link(part.url)} title={part.url}>
        {part.text}
      </a>
    ) : (
      part.text
    ),
  );
}
