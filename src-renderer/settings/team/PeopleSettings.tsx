import { MultiSelect, Select, Skeleton, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Person, Role } from '../../../src-shared/protocol/entities.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { NumberField } from '../editing/fields.tsx';
import { ListAndForm } from '../editing/ListAndForm.tsx';
import { useChosen } from '../editing/use-chosen.ts';
import { useEditor } from '../editing/use-editor.ts';
import type { SettingsProps } from '../sections.tsx';

/** «Pessoas»: departments and capacity for supervisors; names, roles and activation for administrators. */
export default function PeopleSettings({ session }: SettingsProps) {
  const { t } = useTranslation(['operation', 'settings']);
  const directory = useWatch('directory', {});
  const chosen = useChosen();
  if (directory === undefined) return <Skeleton height={120} radius={8} />;
  const nameOf = new Map(directory.departments.map((department) => [department.id, department.name]));
  const people = directory.people.toSorted((a, b) => Number(b.active) - Number(a.active));
  const entries = people.map((person) => ({
    id: person.id,
    name: person.name,
    off: !person.active,
    detail: [
      person.active ? t(`settings:account.roles.${person.role}`) : t('person.inactive'),
      person.departmentIds.map((id) => nameOf.get(id) ?? '').join(', '),
    ]
      .filter((part) => part !== '')
      .join(' · '),
  }));
  const person = people.find(({ id }) => id === chosen.among(people));
  return (
    <ListAndForm
      label={t('person.list')}
      intro={t('person.intro')}
      entries={entries}
      chosen={person?.id ?? null}
      choose={chosen.choose}
      empty={t('notFound')}
      search={t('person.search')}
    >
      {person !== undefined && (
        <PersonForm
          key={person.id}
          person={person}
          directory={directory}
          me={session.person.id}
          by={session.person.role}
        />
      )}
    </ListAndForm>
  );
}

function PersonForm(props: { person: Person; directory: Directory; me: string; by: Role }) {
  const { t } = useTranslation(['operation', 'settings']);
  const { person, directory } = props;
  const save = useAction('server.person.save');
  const { id, name, role, departmentIds, capacity, active } = person;
  const current = { name, role, departmentIds, capacity, active };
  const editor = useEditor({
    kind: 'person',
    current,
    fresh: current,
    save: (seen, value) => save({ id, seen, value }),
  });
  const { value, set } = editor;
  const isAdmin = props.by === 'admin';
  const isSelf = id === props.me;
  return (
    <EditorForm label={name} editor={editor}>
      {!isAdmin && <p className={styles.hint}>{t('person.adminOnly')}</p>}
      {isAdmin && isSelf && <p className={styles.hint}>{t('person.self')}</p>}
      <TextInput
        label={t('person.name')}
        value={value.name}
        maxLength={80}
        disabled={!isAdmin}
        error={editor.error('name') ?? null}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div className={styles.pair}>
        <Select
          label={t('person.role')}
          description={t(`person.roleHint.${value.role}`)}
          allowDeselect={false}
          disabled={!isAdmin || isSelf}
          data={(['agent', 'supervisor', 'admin'] as const).map((one) => ({
            value: one,
            label: t(`settings:account.roles.${one}`),
          }))}
          value={value.role}
          error={editor.error('role') ?? null}
          onChange={(chosen) => {
            if (chosen !== null) set({ role: chosen });
          }}
        />
        <NumberField
          label={t('person.capacity')}
          description={t('person.capacityHint')}
          value={value.capacity}
          min={0}
          max={100}
          error={editor.error('capacity')}
          change={(next) => set({ capacity: next })}
        />
      </div>
      <MultiSelect
        label={t('person.departments')}
        description={t('person.departmentsHint')}
        data={directory.departments.map((department) => ({ value: department.id, label: department.name }))}
        value={value.departmentIds}
        error={editor.error('departmentIds') ?? null}
        onChange={(ids) => set({ departmentIds: ids.toSorted() })}
      />
      <Switch
        label={t('person.active')}
        description={t('person.activeHint')}
        checked={value.active}
        disabled={!isAdmin || isSelf}
        error={editor.error('active') ?? null}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </EditorForm>
  );
}
