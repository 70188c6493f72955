import { ActionIcon, Button } from '@mantine/core';
import { CloudUpload, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactNoteView, ContactView } from '../../../src-shared/bridge/views.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { announceProblem } from '../../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { dateAndTime, dayAndMonth } from '../../chat/text/times.ts';
import { GrowingTextarea } from '../../ui/GrowingTextarea.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import panel from '../ContactPanel.module.css';
import styles from './Notes.module.css';

/** What colleagues should know of the customer, whatever the conversation; newest first. */
export function Notes({ contact }: { contact: ContactView }) {
  const { t } = useTranslation('record');
  const [adding, setAdding] = useState(false);
  const { button: add, takeBack } = useFocusBack(adding);
  const session = useWatch('session', {});
  const mayAll = session?.phase === 'ready' && session.person.role !== 'agent';
  return (
    <div className={styles.notes}>
      {adding ? (
        <NoteForm
          contactId={contact.id}
          done={() => {
            takeBack();
            setAdding(false);
          }}
        />
      ) : (
        <div className={styles.add}>
          {contact.notes.length === 0 && <span className={panel.muted}>{t('notes.empty')}</span>}
          <Button ref={add} size="compact-sm" leftSection={<Plus size={14} />} onClick={() => setAdding(true)}>
            {t('notes.add')}
          </Button>
        </div>
      )}
      {contact.notes.length > 0 && (
        <ul className={styles.list}>
          {contact.notes.map((note) => (
            <Note key={note.id} contactId={contact.id} note={note} mayRemove={note.mine || mayAll} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Note({ contactId, note, mayRemove }: { contactId: string; note: ContactNoteView; mayRemove: boolean }) {
  const { t, i18n } = useTranslation('record');
  const remove = useServerAction('contact.noteRemove');
  const refusalWords = useRefusalWords();
  const author = note.authorName ?? t('notes.someone');
  const run = async () => {
    const outcome = await remove({ contactId, id: note.id });
    if (!outcome.ok) announceProblem(refusalWords(outcome.reason));
  };
  return (
    <li className={styles.note} data-pending={note.pending ?? undefined}>
      <p dir="auto">{neutralise(note.text)}</p>
      <footer>
        <small title={dateAndTime(note.at, i18n.language)}>
          {t('notes.by', { author, date: dayAndMonth(note.at, i18n.language) })}
        </small>
        {note.pending !== null && (
          <CloudUpload
            size={14}
            role="img"
            aria-label={t(note.pending === 'add' ? 'notes.pendingAdd' : 'notes.pendingRemove')}
          />
        )}
        {mayRemove && note.pending === null && (
          <ActionIcon size={24} aria-label={t('notes.remove', { author })} onClick={() => void run()}>
            <Trash2 size={14} />
          </ActionIcon>
        )}
      </footer>
    </li>
  );
}

function NoteForm({ contactId, done }: { contactId: string; done(): void }) {
  const { t } = useTranslation('record');
  const save = useServerAction('contact.note');
  const refusalWords = useRefusalWords();
  // Made once, so that a second attempt is the same note.
  const [id] = useState(() => crypto.randomUUID());
  const [text, setText] = useState('');
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async () => {
    if (text.trim() === '' || saving) return;
    setSaving(true);
    const outcome = await save({ contactId, id, text: text.trim() });
    setSaving(false);
    if (outcome.ok) done();
    else setProblem(refusalWords(outcome.reason));
  };
  return (
    <form
      className={styles.form}
      aria-label={t('notes.add')}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <GrowingTextarea
        autoFocus
        aria-label={t('notes.text')}
        placeholder={t('notes.placeholder')}
        minRows={2}
        maxRows={8}
        maxLength={4_000}
        value={text}
        error={problem}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void submit();
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            done();
          }
        }}
      />
      <div className={styles.end}>
        <Button size="compact-sm" onClick={done}>
          {t('notes.cancel')}
        </Button>
        <Button size="compact-sm" type="submit" variant="filled" loading={saving} disabled={text.trim() === ''}>
          {t('notes.save')}
        </Button>
      </div>
    </form>
  );
}
