import { ActionIcon, Button, Skeleton, TextInput, Tooltip } from '@mantine/core';
import { MessageSquareQuote, Pencil, Plus, Search, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedText } from '../../../src-shared/protocol/entities.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import type { SettingsProps } from '../sections.tsx';
import { type Draft, draftOf, matches, newDraft } from './draft.ts';
import { RemoveSavedText } from './RemoveSavedText.tsx';
import { SavedTextForm } from './SavedTextForm.tsx';
import styles from './SavedTextSettings.module.css';

/** «Respostas rápidas»: everyone reads them, supervisors and administrators keep them. */
export default function SavedTextSettings({ session }: SettingsProps) {
  const { t } = useTranslation('content');
  const directory = useWatch('directory', {});
  const [search, setSearch] = useState('');
  const [editing, edit] = useState<Draft | null>(null);
  const [removing, remove] = useState<SavedText | null>(null);
  if (directory === undefined) return <Skeleton height={240} radius={8} />;
  const keeps = session.person.role !== 'agent';
  const departmentName = (id: string | null) =>
    directory.departments.find((department) => department.id === id)?.name ?? t('savedTexts.everyone');
  const ofMine = ({ departmentId }: SavedText) =>
    keeps || departmentId === null || session.person.departmentIds.includes(departmentId);
  const all = directory.savedTexts.filter(ofMine);
  const shown = all.filter((saved) => matches(search, saved.shortcut, saved.text, departmentName(saved.departmentId)));

  return (
    <div className={styles.frame}>
      <p className={styles.intro}>{t('savedTexts.intro')}</p>
      <div className={styles.bar}>
        <TextInput
          className={styles.search}
          leftSection={<Search size={16} strokeWidth={1.75} />}
          aria-label={t('savedTexts.search')}
          placeholder={t('savedTexts.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {keeps && (
          <Button variant="filled" leftSection={<Plus size={16} />} onClick={() => edit(newDraft())}>
            {t('savedTexts.new')}
          </Button>
        )}
      </div>
      {shown.length === 0 ? (
        <div className={styles.none} role="status">
          <MessageSquareQuote size={28} strokeWidth={1.5} aria-hidden="true" />
          <b>{all.length === 0 ? t('savedTexts.none') : t('savedTexts.noneFound', { search })}</b>
          {all.length === 0 && keeps && <p>{t('savedTexts.noneHint')}</p>}
        </div>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('savedTexts.shortcut')}</th>
              <th scope="col">{t('savedTexts.text')}</th>
              <th scope="col">{t('savedTexts.department')}</th>
              {keeps && <th scope="col">{t('savedTexts.actions')}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((saved) => (
              <tr key={saved.id}>
                <th scope="row" className={styles.shortcut}>
                  /{saved.shortcut}
                </th>
                <td>
                  <p className={styles.text} title={saved.text}>
                    {saved.text}
                  </p>
                </td>
                <td className={styles.department}>{departmentName(saved.departmentId)}</td>
                {keeps && (
                  <td className={styles.actions}>
                    <Tooltip label={t('savedTexts.edit', { shortcut: saved.shortcut })}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('savedTexts.edit', { shortcut: saved.shortcut })}
                        onClick={() => edit(draftOf(saved))}
                      >
                        <Pencil size={16} strokeWidth={1.75} />
                      </ActionIcon>
                    </Tooltip>
                    <Tooltip label={t('savedTexts.remove', { shortcut: saved.shortcut })}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('savedTexts.remove', { shortcut: saved.shortcut })}
                        onClick={() => remove(saved)}
                      >
                        <Trash2 size={16} strokeWidth={1.75} />
                      </ActionIcon>
                    </Tooltip>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing !== null && (
        <SavedTextForm
          key={editing.id}
          initial={editing}
          directory={directory}
          session={session}
          close={() => edit(null)}
        />
      )}
      {removing !== null && <RemoveSavedText saved={removing} close={() => remove(null)} />}
    </div>
  );
}
