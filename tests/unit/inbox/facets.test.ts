import { describe, expect, it } from 'vitest';
import { allOpen } from '../../../src-renderer/app/route.tsx';
import { createTexts } from '../../../src-renderer/i18n/setup.ts';
import {
  activeFacets,
  chosenNames,
  chosenOf,
  cleared,
  facetKeys,
  isFiltered,
  optionsOf,
  sameFilter,
  toggled,
  withoutFilters,
} from '../../../src-renderer/inbox/filters/facets.ts';
import { findOptions } from '../../../src-renderer/inbox/filters/find.ts';
import type { InboxFilter } from '../../../src-shared/bridge/views.ts';
import { directory } from '../../e2e/gallery/people.ts';

const t = createTexts().getFixedT('pt-BR', 'filters');
const names = (filter: InboxFilter, key: (typeof facetKeys)[number]) => chosenNames(filter, key, directory, t, 'pt-BR');

describe('the filters of the list', () => {
  it('every option turns on what it says and off again, leaving the filter as it was', () => {
    for (const key of facetKeys) {
      const options = optionsOf(key, directory, t);
      expect(options.length).toBeGreaterThan(0);
      for (const { id } of options) {
        const on = { ...allOpen, ...toggled(allOpen, key, id) };
        expect(chosenOf(on, key)).toEqual([id]);
        expect(activeFacets(on)).toEqual([key]);
        expect({ ...on, ...toggled(on, key, id) }).toEqual(allOpen);
        expect({ ...on, ...cleared(key) }).toEqual(allOpen);
      }
    }
  });

  it('values of one filter add up, except where there can be but one', () => {
    const ticking = (key: (typeof facetKeys)[number], ids: string[]) => {
      let filter = allOpen;
      for (const id of ids) filter = { ...filter, ...toggled(filter, key, id) };
      return filter;
    };
    expect(ticking('tagIds', ['VIP', 'Troca']).tagIds).toEqual(['VIP', 'Troca']);
    expect(ticking('windowLeft', ['under-1h', 'expired']).windowLeft).toBe('expired');
  });

  it('are told by name: stages with their pipeline, reasons in their tree, days as people write them', () => {
    expect(optionsOf('stageIds', directory, t)[0]).toMatchObject({ name: 'Novo', under: 'Vendas' });
    expect(optionsOf('reasonIds', directory, t).map(({ name, depth }) => [name, depth])).toEqual([
      ['Troca', 0],
      ['Tamanho', 1],
      ['Entrega', 0],
      ['Atraso', 1],
    ]);
    const days: InboxFilter = { ...allOpen, period: { kind: 'days', from: '2026-11-01', to: '2026-11-15' } };
    expect(names(days, 'period')).toEqual(['01/11/2026 a 15/11/2026']);
    expect(names({ ...allOpen, period: { kind: 'last', days: 1 } }, 'period')).toEqual(['Hoje']);
    expect(names({ ...allOpen, period: { kind: 'last', days: 45 } }, 'period')).toEqual(['Últimos 45 dias']);
    expect(names({ ...allOpen, windowLeft: 'under-4h' }, 'windowLeft')).toEqual(['Menos de 4 h']);
  });

  it('what was removed from the operation is still shown, so that it can be taken away', () => {
    const stale: InboxFilter = { ...allOpen, tagIds: ['gone', 'VIP'] };
    expect(names(stale, 'tagIds')).toEqual(['Removido da operação', 'VIP']);
    expect(toggled(stale, 'tagIds', 'gone')).toEqual({ tagIds: ['VIP'] });
  });

  it('two filters are the same whatever the order in which values were ticked', () => {
    const a: InboxFilter = { ...allOpen, tagIds: ['VIP', 'Troca'], windowLeft: 'expired' };
    expect(sameFilter(a, { ...a, tagIds: ['Troca', 'VIP'] })).toBe(true);
    expect(sameFilter(a, { ...a, windowLeft: null })).toBe(false);
    expect(sameFilter(a, { ...a, status: 'failed' })).toBe(false);
    expect(isFiltered(a)).toBe(true);
    expect(withoutFilters({ ...a, tab: 'mine', order: 'oldest' })).toEqual({
      ...allOpen,
      tab: 'mine',
      order: 'oldest',
    });
  });

  it('are found by words of name and kind, accents and case ignored; what begins with the word comes first', () => {
    const line = (label: string, detail: string) => ({ key: label, label, detail, depth: 0, color: null, on: false });
    const lines = [line('Proposta VIP', 'Tags'), line('VIP', 'Tags'), line('Menos de 1 h', 'Janela')];
    const found = (text: string) => findOptions(lines, text).map(({ label }) => label);
    expect(found('vip')).toEqual(['VIP', 'Proposta VIP']);
    expect(found('JANELA 1')).toEqual(['Menos de 1 h']);
    expect(found('tags propósta')).toEqual(['Proposta VIP']);
    expect(found('zebra')).toEqual([]);
    expect(found(' ')).toHaveLength(3);
  });
});
