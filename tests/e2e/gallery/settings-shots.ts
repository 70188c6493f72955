import type { Page } from 'playwright-core';
import { type Shot, takePictures } from './pictures.ts';

/** Pictures of the operation's settings: `node tests/e2e/gallery/settings-shots.ts FOLDER [name…]`. */
const sections = [
  'Departamentos',
  'Pessoas',
  'Pausas',
  'Horários',
  'Continuidade',
  'Capacidade e pesos',
  'Ociosidade e máquina perdida',
  'Motivos de contato',
  'Funis',
  'Etiquetas',
  'Histórico de alterações',
];

const open = (section: string) => async (page: Page) => {
  await page.getByRole('button', { name: section, exact: true }).click();
  await page.getByText('Carregando…').waitFor({ state: 'detached' });
};

const shots: Shot[] = [
  ...sections.flatMap((section): Shot[] => {
    const name = section.toLowerCase().replaceAll(' ', '-');
    const query = 'section=settings&role=admin';
    return [
      { name, query, act: open(section) },
      { name: `${name}-dark`, query: `${query}&theme=dark`, size: [1920, 1080], act: open(section) },
    ];
  }),
  {
    name: 'overlap',
    query: 'section=settings&role=supervisor',
    async act(page) {
      await open('Continuidade')(page);
      await page.getByLabel('Segunda-feira, período 2: início').fill('9');
      await page.getByRole('button', { name: 'Salvar alterações' }).click();
      await page.getByRole('alert').first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'unsaved',
    query: 'section=settings&role=supervisor&theme=dark',
    async act(page) {
      await open('Pessoas')(page);
      await page.getByLabel('Capacidade').fill('9');
      await open('Departamentos')(page);
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'paused',
    query: 'role=agent&paused=14&theme=dark',
    act: (page) => page.getByRole('button', { name: /Presença e conta/ }).click(),
  },
  {
    name: 'pause-menu',
    query: 'role=agent',
    act: (page) => page.getByRole('button', { name: /Presença e conta/ }).click(),
  },
];

await takePictures('index.html', shots);
