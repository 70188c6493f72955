import { ActionIcon, CloseButton, Combobox, useCombobox } from '@mantine/core';
import { CloudUpload, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../src-shared/bridge/views.ts';
import { useWatch } from '../bridge/hooks.tsx';
import { announceProblem } from '../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../chat/outcome/server-action.ts';
import { plain } from '../inbox/plain.ts';
import styles from './ContactPanel.module.css';

/** Tags of the contact. Changes made offline are marked until the server has them (E3). */
export function Tags({ contact }: { contact: ContactView }) {
  const { t } = useTranslation('contact');
  const addTag = useServerAction('contact.tag');
  const removeTag = useServerAction('contact.untag');
  const refusalWords = useRefusalWords();
  const change = async (apply: typeof addTag, tagId: string) => {
    const outcome = await apply({ contactId: contact.id, tagId });
    if (!outcome.ok) announceProblem(refusalWords(outcome.reason));
  };
  return (
    <div className={styles.tags}>
      {contact.tags.map((tag) => (
        <span key={tag.id} className={styles.tag} data-pending={tag.pending ?? undefined}>
          <i className={styles.dot} style={{ background: tag.color }} aria-hidden="true" />
          <span className={styles.name} title={tag.name}>
            {tag.name}
          </span>
          {tag.pending === null ? (
            <CloseButton
              size={20}
              iconSize={14}
              aria-label={t('tags.remove', { name: tag.name })}
              onClick={() => void change(removeTag, tag.id)}
            />
          ) : (
            <CloudUpload
              size={14}
              role="img"
              aria-label={t(tag.pending === 'add' ? 'tags.pendingAdd' : 'tags.pendingRemove', { name: tag.name })}
            />
          )}
        </span>
      ))}
      {contact.tags.length === 0 && <span className={styles.muted}>{t('tags.empty')}</span>}
      <AddTag contact={contact} add={(tagId) => void change(addTag, tagId)} />
    </div>
  );
}

function AddTag({ contact, add }: { contact: ContactView; add(tagId: string): void }) {
  const { t } = useTranslation('contact');
  const all = useWatch('directory', {})?.tags ?? [];
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch('');
    },
  });
  const has = new Set(contact.tags.map((tag) => tag.id));
  const found = all.filter((tag) => !has.has(tag.id) && plain(tag.name).includes(plain(search.trim())));
  return (
    <Combobox
      store={combobox}
      width={220}
      position="bottom-start"
      onOptionSubmit={(tagId) => {
        add(tagId);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <ActionIcon
          size={24}
          variant="default"
          aria-label={t('tags.add')}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          <Plus size={14} />
        </ActionIcon>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          placeholder={t('tags.search')}
          aria-label={t('tags.search')}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
        />
        <Combobox.Options mah={240} style={{ overflowY: 'auto' }} aria-label={t('tags.title')}>
          {found.length === 0 && <Combobox.Empty>{t('tags.none')}</Combobox.Empty>}
          {found.map((tag) => (
            <Combobox.Option key={tag.id} value={tag.id}>
              <span className={styles.tags}>
                <i className={styles.dot} style={{ background: tag.color }} aria-hidden="true" />
                {tag.name}
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
