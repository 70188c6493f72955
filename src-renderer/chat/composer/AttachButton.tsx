import { ActionIcon } from '@mantine/core';
import { Paperclip } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import { acceptedTypes } from '../attachments/limits.ts';

interface Props {
  /** The system's own dialog, which shortcuts open too. */
  input: RefObject<HTMLInputElement | null>;
  capabilities: Capabilities;
  disabled: boolean;
  add(files: File[]): void;
}

/** Picks files that the channel takes. */
export function AttachButton({ input, capabilities, disabled, add }: Props) {
  const { t } = useTranslation('chat');
  return (
    <>
      <ActionIcon
        aria-label={t('composer.attach')}
        title={t('composer.attach')}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        <Paperclip size={18} strokeWidth={1.75} />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={t('composer.attach')}
        accept={acceptedTypes(capabilities)}
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
