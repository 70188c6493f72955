import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWatch } from '../../bridge/hooks.tsx';
import { OptionList } from '../../inbox/filters/OptionList.tsx';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import { announceProblem } from '../outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../outcome/server-action.ts';
import styles from './TagPicker.module.css';

/** The contact's tags, put on and taken off by typing and Enter. */
export function TagPicker({ contactId, title, close }: { contactId: string; title: string; close(): void }) {
  useFocusReturn();
  const { t } = useTranslation('chat');
  const tags = useWatch('directory', {})?.tags ?? [];
  const contact = useWatch('contact', { contactId });
  const add = useServerAction('contact.tag');
  const remove = useServerAction('contact.untag');
  const words = useRefusalWords();
  const has = new Set(contact?.tags.filter((tag) => tag.pending !== 'remove').map((tag) => tag.id));
  const toggle = async (tagId: string) => {
    const outcome = await (has.has(tagId) ? remove : add)({ contactId, tagId });
    if (!outcome.ok) announceProblem(words(outcome.reason));
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('tags.title', { name: title })}
      size={420}
      centered={false}
      yOffset="12vh"
      padding={0}
      classNames={{ header: styles.header ?? '', body: styles.body ?? '' }}
      closeButtonProps={{ 'aria-label': t('tags.close') }}
    >
      <OptionList
        label={t('tags.title', { name: title })}
        search={t('tags.search')}
        options={tags.map((tag) => ({
          key: tag.id,
          label: tag.name,
          detail: null,
          depth: 0,
          color: tag.color,
          on: has.has(tag.id),
        }))}
        multiple
        toggle={(tagId) => void toggle(tagId)}
        empty={t(tags.length === 0 ? 'tags.none' : 'tags.nothing')}
      />
    </Modal>
  );
}
