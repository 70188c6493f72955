import { expect, test } from 'vitest';
import { operationDefaults } from '../../../src-shared/protocol/operation.ts';
import { describeOnStores } from '../stores.ts';
import { setUp, shop } from './shop.ts';

const keptDefaults = { affinity: operationDefaults.affinity, lostAgent: operationDefaults.lostAgent };

describeOnStores('provisioning the operation', (openTestStore) => {
  test('how the operation works and its pause reasons come from the file; what it leaves out stays', async () => {
    const { apply, attempt, directory } = setUp((await openTestStore()).store);
    const always = [{ from: '08:00', to: '18:00' }];
    const businessHours = { mon: always, tue: always, wed: always, thu: always, fri: always, sat: [], sun: [] };
    const file = {
      ...shop(),
      pauseReasons: [{ name: 'Descanso NR-17', kind: 'rest', limitMinutes: 10 }, { name: 'Banheiro' }],
      operation: { businessHours, idleMinutes: 5 },
    };
    const { workspaceId } = await apply(file);
    const made = await directory(workspaceId);
    expect(made.operation).toMatchObject({ businessHours, idleMinutes: 5, ...keptDefaults });
    expect(made.pauseReasons.sort((a, b) => a.position - b.position)).toMatchObject([
      { name: 'Descanso NR-17', kind: 'rest', limitMinutes: 10, active: true },
      { name: 'Banheiro', kind: 'other', limitMinutes: null },
    ]);
    expect(await apply(file)).toEqual({ workspaceId, changed: 0 });
    expect(await apply({ ...file, operation: { idleMinutes: 15 } })).toEqual({ workspaceId, changed: 1 });
    expect((await directory(workspaceId)).operation).toMatchObject({ businessHours, idleMinutes: 15 });
    const overlapping = { ...businessHours, mon: [...always, { from: '17:00', to: '19:00' }] };
    expect(await attempt({ ...file, operation: { businessHours: overlapping } })).toMatchObject({
      ok: false,
      problems: ['operation.businessHours.mon[1] overlaps'],
    });
  });
});
