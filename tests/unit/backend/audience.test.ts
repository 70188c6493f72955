import { describe, expect, it } from 'vitest';
import { raises } from '../../../src-backend/conversations/statuses.ts';
import { audienceOf, EVERYONE, sees } from '../../../src-backend/log/audience.ts';
import { maskPresence } from '../../../src-backend/people/presence.ts';
import type { Person } from '../../../src-shared/protocol/entities.ts';

const viewer = (fields: Partial<Person>): Person => ({
  id: 'ana',
  name: 'Ana',
  role: 'agent',
  departmentIds: ['suporte'],
  capacity: 5,
  presence: { state: 'available', reason: null, since: 0 },
  active: true,
  version: 1,
  ...fields,
});

describe('who sees a conversation', () => {
  const inSales = audienceOf([{ departmentId: 'vendas', assigneeId: 'bruno' }]);

  it('is its department, its assignee, and every supervisor', () => {
    expect(sees(viewer({}), inSales)).toBe(false);
    expect(sees(viewer({ departmentIds: ['vendas'] }), inSales)).toBe(true);
    expect(sees(viewer({ id: 'bruno', departmentIds: [] }), inSales)).toBe(true);
    expect(sees(viewer({ role: 'supervisor', departmentIds: [] }), inSales)).toBe(true);
    expect(sees(viewer({ departmentIds: [] }), EVERYONE)).toBe(true);
  });

  it('is nobody in particular when it has no place', () => {
    expect(sees(viewer({}), audienceOf([]))).toBe(false);
    expect(sees(viewer({ role: 'admin' }), audienceOf([]))).toBe(true);
  });
});

describe('the state of a sent message', () => {
  it('only rises, whatever order the provider reports in', () => {
    expect(raises('queued', 'sent')).toBe(true);
    expect(raises('read', 'delivered')).toBe(false);
    expect(raises('delivered', 'delivered')).toBe(false);
    expect(raises('sent', 'failed')).toBe(true);
    expect(raises('failed', 'read')).toBe(false);
    expect(raises(null, 'delivered')).toBe(true);
  });
});

describe('a pause', () => {
  const paused = viewer({ id: 'bruno', presence: { state: 'paused', reason: 'Almoço', since: 5 } });

  it('is shown to its owner and to supervisors, and to colleagues only as being away', () => {
    expect(maskPresence(paused, paused)).toBe(paused);
    expect(maskPresence(paused, viewer({ role: 'supervisor' }))).toBe(paused);
    expect(maskPresence(paused, viewer({})).presence).toEqual({ state: 'away', reason: null, since: 5 });
  });
});
