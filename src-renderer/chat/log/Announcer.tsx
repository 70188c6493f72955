import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExcerpt } from '../message/Quoted.tsx';
import { inboundAfter, type LogLine, lastPosition } from './lines.ts';

/**
 * Reads new messages of the customer out. The log itself is windowed, so its own changes (older lines, lines scrolled
 * into view) would be read too; this region holds new ones only.
 */
export function Announcer({ lines, customer }: { lines: readonly LogLine[]; customer: string }) {
  const { t } = useTranslation('chat');
  const excerpt = useExcerpt();
  const [said, say] = useState('');
  const heard = useRef(lastPosition(lines));
  useEffect(() => {
    const fresh = inboundAfter(lines, heard.current);
    heard.current = Math.max(heard.current, lastPosition(lines));
    if (fresh.length > 0) {
      say(fresh.map((message) => t('log.announce', { author: customer, text: excerpt(message) })).join('. '));
    }
  }, [lines, customer, excerpt, t]);
  return (
    <VisuallyHidden aria-live="polite" role="status">
      {said}
    </VisuallyHidden>
  );
}
