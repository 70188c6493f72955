import { MultiSelect, Select, Skeleton, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { SettingsValue } from '../../../src-shared/protocol/settings.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { OptionalNumber } from '../editing/fields.tsx';
import { ListAndForm } from '../editing/ListAndForm.tsx';
import { useChosen } from '../editing/use-chosen.ts';
import { useEditor } from '../editing/use-editor.ts';

type Department = SettingsValue<'department'>;

const fresh: Department = {
  name: '',
  distribution: 'automatic',
  rule: 'leastBusy',
  acceptSeconds: null,
  inactivityMinutes: null,
  requiresReason: false,
  requiresDescription: false,
  memberIds: [],
};

/** A department as it is edited; null: there is none of this id. */
function departmentIn(directory: Directory, id: string): Department | null {
  const department = directory.departments.find((one) => one.id === id);
  if (department === undefined) return null;
  const { id: _id, version: _version, ...rest } = department;
  const members = directory.people.filter((person) => person.departmentIds.includes(id));
  return { ...rest, memberIds: members.map((person) => person.id).sort() };
}

/** «Departamentos»: who is in each, and how it distributes. */
export default function DepartmentSettings() {
  const { t } = useTranslation('operation');
  const directory = useWatch('directory', {});
  const chosen = useChosen();
  if (directory === undefined) return <Skeleton height={120} radius={8} />;
  const entries = directory.departments.map(({ id, name, distribution }) => {
    const count = directory.people.filter((person) => person.active && person.departmentIds.includes(id)).length;
    const members = count === 0 ? t('department.nobody') : t('department.count', { count });
    return { id, name, detail: `${t(`department.${distribution}`)} · ${members}` };
  });
  const shown = chosen.among(entries);
  return (
    <ListAndForm
      label={t('department.list')}
      intro={t('department.intro')}
      entries={entries}
      chosen={shown}
      choose={chosen.choose}
      create={{ label: t('department.new'), run: chosen.begin }}
      empty={t('department.none')}
    >
      {shown !== null && <DepartmentForm key={shown} id={shown} directory={directory} />}
    </ListAndForm>
  );
}

function DepartmentForm({ id, directory }: { id: string; directory: Directory }) {
  const { t } = useTranslation('operation');
  const save = useAction('server.department.save');
  const current = departmentIn(directory, id);
  const editor = useEditor({
    kind: 'department',
    current,
    fresh,
    undoable: current !== null,
    save: (seen, value) => save({ id, seen, value }),
  });
  const { value, set } = editor;
  const people = directory.people
    .filter((person) => person.active || value.memberIds.includes(person.id))
    .map((person) => ({ value: person.id, label: person.name }));
  const isAutomatic = value.distribution === 'automatic';
  return (
    <EditorForm label={value.name || t('department.new')} editor={editor}>
      <TextInput
        label={t('department.name')}
        value={value.name}
        maxLength={80}
        error={editor.error('name') ?? null}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <MultiSelect
        label={t('department.members')}
        data={people}
        value={value.memberIds}
        searchable
        nothingFoundMessage={t('notFound')}
        error={editor.error('memberIds') ?? null}
        onChange={(memberIds) => set({ memberIds: memberIds.toSorted() })}
      />
      <div className={styles.pair}>
        <Select
          label={t('department.distribution')}
          description={t(`department.${value.distribution}Hint`)}
          allowDeselect={false}
          data={[
            { value: 'automatic', label: t('department.automatic') },
            { value: 'manual', label: t('department.manual') },
          ]}
          value={value.distribution}
          onChange={(distribution) => {
            if (distribution !== null) set({ distribution });
          }}
        />
        <Select
          label={t('department.rule')}
          description={t(`rule.${value.rule}Hint`)}
          allowDeselect={false}
          disabled={!isAutomatic}
          data={(['leastBusy', 'longestIdle', 'roundRobin'] as const).map((rule) => ({
            value: rule,
            label: t(`rule.${rule}`),
          }))}
          value={value.rule}
          onChange={(rule) => {
            if (rule !== null) set({ rule });
          }}
        />
      </div>
      <OptionalNumber
        switchLabel={t('department.accept')}
        description={t('department.acceptHint')}
        label={t('department.acceptSeconds')}
        suffix="s"
        value={value.acceptSeconds}
        initial={30}
        min={5}
        max={600}
        error={editor.error('acceptSeconds')}
        change={(acceptSeconds) => set({ acceptSeconds })}
      />
      <OptionalNumber
        switchLabel={t('department.inactivity')}
        description={t('department.inactivityHint')}
        label={t('department.inactivityMinutes')}
        suffix="min"
        value={value.inactivityMinutes}
        initial={120}
        min={1}
        max={10_080}
        error={editor.error('inactivityMinutes')}
        change={(inactivityMinutes) => set({ inactivityMinutes })}
      />
      <fieldset className={styles.group}>
        <legend>{t('department.qualification')}</legend>
        <Switch
          label={t('department.requiresReason')}
          checked={value.requiresReason}
          onChange={(event) => set({ requiresReason: event.currentTarget.checked })}
        />
        <Switch
          label={t('department.requiresDescription')}
          checked={value.requiresDescription}
          onChange={(event) => set({ requiresDescription: event.currentTarget.checked })}
        />
      </fieldset>
    </EditorForm>
  );
}
