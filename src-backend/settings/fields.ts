import type { FieldValue } from '../../src-shared/protocol/contacts.ts';
import { EVERYONE } from '../log/audience.ts';
import { loadFields } from '../store/entities/directory.ts';
import { isTaken, type SettingsPort, sameName, unfit } from './port.ts';

/** Custom fields of contacts. One out of use is shown nowhere and keeps its values, so putting it back brings them back. */
export const fieldSettings: SettingsPort<FieldValue> = {
  async load(tx, id) {
    const field = (await loadFields(tx.db, tx.workspaceId)).find((one) => one.id === id);
    if (field === undefined) return null;
    const { id: _id, version: _version, ...value } = field;
    return value;
  },

  async check(tx, { id, before, value }) {
    if (before === null && (await isTaken(tx, 'field', id))) return unfit('not-found', 'id');
    // What stands in it was checked as what it was then.
    if (before !== null && before.type !== value.type) return unfit('invalid', 'type');
    if ((value.type === 'choice') !== value.choices.length > 0) return unfit('invalid', 'choices');
    if (value.choices.some((choice, index) => value.choices.findIndex((one) => sameName(one, choice)) !== index))
      return unfit('invalid', 'choices');
    if (!value.active) return null;
    const others = await loadFields(tx.db, tx.workspaceId);
    return others.some((other) => other.active && other.id !== id && sameName(other.name, value.name))
      ? unfit('name-taken', 'name')
      : null;
  },

  async write(tx, { id, before, value }) {
    const version = tx.nextSeq();
    const stored = { ...value, id, workspace_id: tx.workspaceId, choices: JSON.stringify(value.choices), version };
    if (before === null) await tx.db.insertInto('field').values(stored).execute();
    else await tx.db.updateTable('field').set(stored).where('id', '=', id).execute();
    tx.append(version, { body: { type: 'field', field: { ...value, id, version } }, audience: EVERYONE });
    return version;
  },
};
