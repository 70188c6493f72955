import { Copy, Info, Reply } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import styles from './Message.module.css';
import type { MayReact } from './reactions/may-react.ts';
import { ReactTool } from './reactions/ReactTool.tsx';
import type { Reacting } from './reactions/use-reaction.ts';
import { Tool } from './Tool.tsx';
import { useCopy } from './use-copy.ts';

interface Props {
  message: MessageView;
  react: { may: MayReact; only: readonly string[] | null; reacting: Reacting } | null;
  quote: (() => void) | null;
  showDetails(): void;
}

/** What can be done with one message: shown beside it under the pointer, and to the keyboard. */
export function MessageTools({ message, react, quote, showDetails }: Props) {
  const { t } = useTranslation('chat');
  const copy = useCopy();
  const { text } = message;
  return (
    <div className={styles.tools}>
      {react !== null && react.may !== 'unsupported' && (
        <ReactTool
          may={react.may}
          only={react.only}
          current={react.reacting.ours?.emoji ?? null}
          toggle={react.reacting.toggle}
        />
      )}
      {quote !== null && (
        <Tool name={t('message.quote')} onClick={quote}>
          <Reply size={16} />
        </Tool>
      )}
      {text !== null && text !== '' && !message.deleted && (
        <Tool name={t('message.copy')} onClick={() => copy(text, t('message.copied'))}>
          <Copy size={15} />
        </Tool>
      )}
      <Tool name={t('details.show')} aria-haspopup="dialog" onClick={showDetails}>
        <Info size={16} />
      </Tool>
    </div>
  );
}
