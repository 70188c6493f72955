import { UnstyledButton } from '@mantine/core';
import { type MouseEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useAction } from '../../bridge/hooks.tsx';
import { splitMentions } from '../composer/mentions.ts';
import { announceProblem } from '../outcome/announce.ts';
import { foldText } from '../text/folding.ts';
import { splitLinks } from '../text/links.ts';
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
  const { t } = useTranslation('chat');
  const openLink = useAction('link.open');
  const parts = useMemo(() => placed(splitLinks(text)), [text]);
  const follow = async (event: MouseEvent, url: string) => {
    // The shell opens it, after its own check; this window never navigates.
    event.preventDefault();
    const opened = await openLink({ url }).catch(() => ({ ok: false }));
    if (!opened.ok) announceProblem(t('message.linkRefused'));
  };
  return parts.map(({ part, at }) =>
    part.type === 'link' ? (
      <a
        key={at}
        href={part.url}
        title={part.url}
        target="_blank"
        rel="noopener noreferrer nofollow"
        onClick={(event) => void follow(event, part.url)}
        onAuxClick={(event) => void follow(event, part.url)}
      >
        {part.text}
      </a>
    ) : (
      part.text
    ),
  );
}
