import { type Shot, takePictures } from './pictures.ts';

/** Pictures of the inbox and what surrounds it: `node tests/e2e/gallery/shots.ts FOLDER [name…]`. */
const wide: [number, number] = [1920, 1080];

const shots: Shot[] = [
  { name: 'list-light', query: 'open=mariana' },
  { name: 'list-dark', query: 'open=mariana&theme=dark' },
  { name: 'list-light-wide', query: 'rows=100000', size: wide },
  { name: 'list-dark-wide', query: 'rows=100000&theme=dark', size: wide },
  { name: 'compact', query: 'rows=100000&density=compact&open=joao' },
  { name: 'empty', query: 'rows=0' },
  { name: 'empty-dark', query: 'rows=0&theme=dark' },
  { name: 'long', query: 'long&open=mariana' },
  { name: 'smallest', query: 'open=mariana', size: [1024, 640] },
  { name: 'offline', query: 'state=offline&open=mariana' },
  { name: 'offline-dark', query: 'state=offline&theme=dark' },
  { name: 'catching-up', query: 'state=catching-up', act: (page) => page.waitForTimeout(600) },
  {
    name: 'conflict',
    query: 'state=notices',
    act: async (page) => page.getByRole('button', { name: '1 alteração recusada' }).click(),
  },
  {
    name: 'selection',
    query: 'open=mariana',
    act: async (page) => {
      await page.keyboard.press('s');
      await page.getByRole('option').nth(1).click();
      await page
        .getByRole('option')
        .nth(3)
        .click({ modifiers: ['Shift'] });
    },
  },
  {
    name: 'selection-dark',
    query: 'theme=dark&density=compact',
    act: async (page) => {
      await page.keyboard.press('s');
      await page.getByRole('button', { name: 'Selecionar todas as 128 deste filtro' }).click();
      await page.getByRole('button', { name: 'Finalizar' }).click();
      await page.getByRole('dialog', { name: 'Finalizar 128 atendimentos?' }).waitFor();
    },
  },
  { name: 'bulk-running', query: 'bulk=running' },
  { name: 'bulk-ended', query: 'bulk=ended' },
  { name: 'bulk-ended-dark', query: 'bulk=ended&theme=dark' },
  { name: 'search', query: 'search=nota' },
  { name: 'search-empty', query: 'search=zzz' },
  { name: 'sign-in', query: 'state=signed-out' },
  {
    name: 'sign-in-refused',
    query: 'state=signed-out&theme=dark',
    act: async (page) => {
      await page.getByLabel('E-mail').fill('ana@aurora.example');
      await page.getByLabel('Senha', { exact: true }).fill('errada');
      await page.getByRole('button', { name: 'Servidor' }).click();
      await page.getByRole('button', { name: 'Entrar' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'locked', query: 'state=locked' },
  { name: 'protect', query: 'state=protect' },
  { name: 'blocked', query: 'state=blocked' },
  { name: 'starting', query: 'state=starting' },
  { name: 'settings', query: 'section=settings' },
  {
    name: 'settings-shortcuts',
    query: 'section=settings&theme=dark',
    act: async (page) => page.getByRole('button', { name: 'Atalhos' }).click(),
  },
  {
    name: 'settings-account',
    query: 'section=settings',
    act: async (page) => page.getByRole('button', { name: 'Conta e computador' }).click(),
  },
  {
    name: 'settings-notifications',
    query: 'section=settings',
    act: async (page) => page.getByRole('button', { name: 'Avisos' }).click(),
  },
  {
    name: 'palette',
    query: '',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Nome, protocolo ou comando…').fill('mar');
    },
  },
  { name: 'shortcuts', query: 'theme=dark', act: async (page) => page.keyboard.press('Shift+?') },
  {
    name: 'presence',
    query: '',
    act: async (page) => page.getByRole('button', { name: /Presença e conta/ }).click(),
  },
  {
    name: 'sign-out',
    query: '',
    act: async (page) => {
      await page.getByRole('button', { name: /Presença e conta/ }).click();
      await page.getByRole('menuitem', { name: 'Sair' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'status-menu',
    query: '',
    act: async (page) => page.getByRole('button', { name: 'Status: Todas em aberto' }).click(),
  },
  { name: 'filtered', query: 'filtered&open=mariana' },
  { name: 'filtered-dark', query: 'filtered&theme=dark&rows=0' },
  { name: 'filtered-narrow', query: 'filtered&listWidth=280&long&density=compact' },
  {
    name: 'filters',
    query: 'filtered',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Filtros/ })
        .first()
        .click();
      await page.getByRole('tab', { name: /^Tags/ }).click();
    },
  },
  {
    name: 'filters-period-dark',
    query: 'theme=dark&rows=100000',
    size: wide,
    act: async (page) => {
      await page.getByRole('button', { name: 'Filtros', exact: true }).click();
      await page.getByRole('tab', { name: 'Período' }).click();
    },
  },
  {
    name: 'filters-stages',
    query: '',
    size: [1024, 640],
    act: async (page) => {
      await page.getByRole('button', { name: 'Filtros', exact: true }).click();
      await page.getByRole('tab', { name: 'Negócios na etapa' }).click();
    },
  },
  {
    name: 'filter-palette',
    query: 'filtered',
    act: async (page) => {
      await page.keyboard.press('Control+Shift+f');
      await page.getByPlaceholder('Tag, conexão, etapa, status…').fill('v');
    },
  },
  {
    name: 'filter-palette-dark',
    query: 'theme=dark&filtered',
    act: async (page) => page.keyboard.press('Control+Shift+f'),
  },
  {
    name: 'saved-filters',
    query: 'filtered',
    act: async (page) => page.getByRole('button', { name: /^Filtro salvo em uso: [^,]*$/ }).click(),
  },
  {
    name: 'save-filter-dark',
    query: 'theme=dark',
    act: async (page) => {
      await page.getByRole('button', { name: 'Filtros salvos' }).click();
      await page.getByRole('menuitem', { name: 'Salvar filtro atual…' }).click();
      await page.getByRole('dialog', { name: 'Salvar filtro' }).waitFor();
    },
  },
  {
    name: 'news',
    query: 'open=mariana',
    act: async (page) => {
      await page.getByRole('option').nth(2).hover();
      await page.evaluate(() => window.dispatchEvent(new Event('gallery:news')));
    },
  },
  { name: 'english', query: 'language=en&open=mariana' },
];

await takePictures('index.html', shots);
