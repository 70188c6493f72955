import { useTranslation } from 'react-i18next';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import type { BodyProps } from '../body.ts';
import styles from './Kinds.module.css';
import { Medium } from './Medium.tsx';

/** The provider says itself that it does not hand this one over: never to businesses (131051), or not now (131060). */
const WITHHELD = /^unsupported\b|131051|131060/;
const NOT_NOW = '131060';

/** A kind nobody knows is said to be one; of what the channel keeps back it is said what to do about it. */
export function UnknownBody({ message, author }: BodyProps) {
  const { t } = useTranslation('chat');
  const kind = message.unknownKind;
  return (
    <>
      {kind !== null && WITHHELD.test(kind) ? (
        <span className={styles.unknown}>
          <em>{t(kind.includes(NOT_NOW) ? 'message.unavailable' : 'message.unsupported')}</em>{' '}
          {t('message.unsupportedAdvice')}
        </span>
      ) : (
        <em className={styles.unknown}>
          {kind === null ? t('message.unknownNoName') : t('message.unknown', { kind: neutralise(kind) })}
        </em>
      )}
      <Medium message={message} author={author} />
    </>
  );
}
