import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedFilterView } from '../../../src-shared/bridge/views.ts';
import { useRoute } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import styles from './Filters.module.css';
import { useSavedActions, useSavedInUse } from './use-saved.ts';

const NAME_LIMIT = 60;

/** Keeps the present filter under a name, or renames and shares the saved one in use (A5). */
export function SaveFilterDialogs() {
  const overlay = useRoute((route) => route.overlay);
  const inUse = useSavedInUse();
  if (overlay === 'filter.save') return <SaveFilterDialog key="new" saved={null} />;
  if (overlay === 'filter.edit' && inUse?.filter.mine === true)
    return <SaveFilterDialog key={inUse.filter.id} saved={inUse.filter} />;
  return null;
}

function SaveFilterDialog({ saved }: { saved: SavedFilterView | null }) {
  useFocusReturn();
  const { t } = useTranslation('filters');
  const filter = useRoute((route) => route.filter);
  const setOverlay = useRoute((route) => route.setOverlay);
  const session = useWatch('session', {});
  const departments = useWatch('directory', {})?.departments ?? [];
  const { keep } = useSavedActions();
  const [name, setName] = useState(saved?.name ?? '');
  const [departmentId, setDepartmentId] = useState(saved?.departmentId ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const me = session?.phase === 'ready' ? session.person : null;
  // One shares with one's own; who supervises, with all.
  const sharable = departments.filter(
    ({ id }) => me?.role !== 'agent' || me.departmentIds.includes(id) || id === saved?.departmentId,
  );
  const close = () => setOverlay(null);

  const submit = async () => {
    if (name.trim() === '') {
      setProblem(t('dialog.nameMissing'));
      return;
    }
    setBusy(true);
    const kept = {
      id: saved?.id ?? crypto.randomUUID(),
      name: name.trim(),
      departmentId: departmentId === '' ? null : departmentId,
      filter: saved?.filter ?? filter,
    };
    const refused = await keep(kept, saved === null ? 'saved' : 'updated');
    setBusy(false);
    setProblem(refused);
    if (refused === null) close();
  };

  return (
    <Modal
      opened
      onClose={close}
      title={t(saved === null ? 'dialog.saveTitle' : 'dialog.editTitle')}
      size={420}
      closeButtonProps={{ 'aria-label': t('dialog.cancel') }}
    >
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          data-autofocus
          label={t('dialog.name')}
          maxLength={NAME_LIMIT}
          value={name}
          error={problem}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <Select
          label={t('dialog.with')}
          description={t('dialog.hint')}
          data={[
            { value: '', label: t('dialog.nobody') },
            ...sharable.map((department) => ({ value: department.id, label: department.name })),
          ]}
          value={departmentId}
          allowDeselect={false}
          onChange={(value) => setDepartmentId(value ?? '')}
        />
        <div className={styles.buttons}>
          <Button onClick={close}>{t('dialog.cancel')}</Button>
          <Button type="submit" variant="filled" loading={busy}>
            {t('dialog.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
