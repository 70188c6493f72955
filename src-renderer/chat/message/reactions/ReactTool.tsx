import { ActionIcon, Loader, Popover, UnstyledButton } from '@mantine/core';
import { Plus, SmilePlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announceProblem } from '../../outcome/announce.ts';
import { Tool } from '../Tool.tsx';
import type { MayReact } from './may-react.ts';
import styles from './Reactions.module.css';

const EmojiPicker = lazy(async () => ({ default: (await import('../../composer/EmojiPicker.tsx')).EmojiPicker }));

/** Those that customers of messaging applications know by heart. */
const FREQUENT = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

interface Props {
  may: Exclude<MayReact, 'unsupported'>;
  /** The only reactions that the channel knows; null: any emoji. */
  only: readonly string[] | null;
  /** The emoji that is given now. */
  current: string | null;
  toggle(emoji: string): void;
}

/** Opens the few frequent emoji, and behind them all. Where it cannot be done it says why instead of doing nothing. */
export function ReactTool({ may, only, current, toggle }: Props) {
  const { t } = useTranslation('chat');
  const [open, setOpen] = useState<'closed' | 'frequent' | 'all'>('closed');
  const choose = (emoji: string) => {
    setOpen('closed');
    toggle(emoji);
  };
  if (may !== 'allowed') {
    const why = t(`reactions.why.${may}`);
    return (
      <Tool
        name={`${t('reactions.react')}: ${why}`}
        title={why}
        aria-disabled="true"
        className={styles.off ?? ''}
        onClick={() => announceProblem(why)}
      >
        <SmilePlus size={16} />
      </Tool>
    );
  }
  return (
    <>
      <Tool
        name={t('reactions.react')}
        aria-haspopup="dialog"
        aria-expanded={open !== 'closed'}
        // Or it would count as a press outside, which closes, before the click opens it again.
        onMouseDown={(event) => open !== 'closed' && event.stopPropagation()}
        onClick={() => setOpen(open === 'closed' ? 'frequent' : 'closed')}
      >
        <SmilePlus size={16} />
      </Tool>
      {/* Made only when it is wanted: hundreds of messages would each keep one ready. */}
      {open !== 'closed' && (
        <Popover
          opened
          onChange={(opened) => !opened && setOpen('closed')}
          position="top-start"
          offset={20}
          trapFocus
          returnFocus
          // The anchor is no button; what is expanded and what opens is said by the button and the dialog themselves.
          withRoles={false}
        >
          <Popover.Target>
            <span className={styles.anchor} />
          </Popover.Target>
          <Popover.Dropdown p={open === 'all' ? 8 : 4} role="dialog" aria-label={t('reactions.choose')}>
            {open === 'all' ? (
              <Suspense fallback={<Loader size={20} color="gray" />}>
                <EmojiPicker choose={choose} />
              </Suspense>
            ) : (
              <div className={styles.frequent}>
                {(only ?? FREQUENT).map((emoji) => (
                  <UnstyledButton
                    key={emoji}
                    className={styles.emoji}
                    aria-label={t('reactions.with', { emoji })}
                    aria-pressed={current === emoji}
                    onClick={() => choose(emoji)}
                  >
                    {emoji}
                  </UnstyledButton>
                ))}
                {only === null && (
                  <ActionIcon
                    size={32}
                    aria-label={t('reactions.more')}
                    title={t('reactions.more')}
                    onClick={() => setOpen('all')}
                  >
                    <Plus size={18} strokeWidth={1.75} />
                  </ActionIcon>
                )}
              </div>
            )}
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}
