import { Button } from '@mantine/core';
import { ExternalLink, Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useFollowLink } from './follow-link.ts';
import kinds from './kinds/Kinds.module.css';
import styles from './ReferralCard.module.css';

/** The advertisement or post the customer came from. Its picture is not loaded: only the agent decides to go there. */
export function ReferralCard({ referral }: { referral: NonNullable<MessageView['referral']> }) {
  const { t } = useTranslation('chat');
  const link = useFollowLink();
  const { kind, headline, body, url } = referral;
  return (
    <div className={styles.card}>
      <small className={kinds.label}>
        <Megaphone size={14} strokeWidth={1.75} aria-hidden="true" />
        <span>{t(`referral.${kind}`)}</span>
      </small>
      {headline !== null && headline !== '' && <b>{neutralise(headline)}</b>}
      {body !== null && body !== '' && <p className={styles.body}>{neutralise(body)}</p>}
      {url !== null && /^https?:\/\//i.test(url) && (
        <div className={kinds.actions}>
          <Button
            component="a"
            {...link(url)}
            title={url}
            size="compact-sm"
            variant="subtle"
            leftSection={<ExternalLink size={14} aria-hidden="true" />}
          >
            {t(`referral.open.${kind}`)}
          </Button>
        </div>
      )}
    </div>
  );
}
