import { ActionIcon, Popover } from '@mantine/core';
import { Smile } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmojiPicker } from './EmojiPicker.tsx';

interface Props {
  disabled: boolean;
  opened: boolean;
  setOpened(opened: boolean): void;
  insert(emoji: string): void;
}

export default function EmojiButton({ disabled, opened, setOpened, insert }: Props) {
  const { t } = useTranslation('chat');
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          aria-label={t('composer.emoji')}
          title={t('composer.emoji')}
          disabled={disabled}
          onClick={() => setOpened(!opened)}
        >
          <Smile size={18} strokeWidth={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('emoji.dialog')}>
        <EmojiPicker
          choose={(emoji) => {
            setOpened(false);
            insert(emoji);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
