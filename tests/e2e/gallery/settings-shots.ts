import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { openShot, type Shot, seriousViolations, serveGallery } from './shots.ts';

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

export const settingsShots: Shot[] = [
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

async function takeAll(folder: string, names: string[]) {
  mkdirSync(folder, { recursive: true });
  const gallery = await serveGallery();
  const browser = await chromium.launch({
    executablePath: process.env.TURNO_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  for (const shot of settingsShots.filter((one) => names.length === 0 || names.includes(one.name))) {
    const page = await openShot(browser, gallery.url, shot);
    await page.screenshot({ path: `${folder}/${shot.name}.png` });
    const found = await seriousViolations(page);
    console.log(shot.name, found.length === 0 ? 'ok' : `\n  ${found.join('\n  ')}`);
    await page.context().close();
  }
  await browser.close();
  await gallery.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...names] = process.argv.slice(2);
  if (folder === undefined) throw new Error('say where the pictures go');
  await takeAll(folder, names);
}
