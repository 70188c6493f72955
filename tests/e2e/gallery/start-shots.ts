import type { Page } from 'playwright-core';
import { photoJpeg } from '../harness/pictures.ts';
import { type Shot, takePictures } from './pictures.ts';

/** Pictures of section C and of saved texts: `node tests/e2e/gallery/start-shots.ts FOLDER [name…]`. */
const wide: [number, number] = [1920, 1080];

async function open(page: Page, number: string): Promise<void> {
  await page.getByRole('button', { name: '+ Nova conversa' }).click();
  await page.getByRole('textbox', { name: 'Para' }).pressSequentially(number);
  await page.waitForTimeout(900);
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Escolher modelo' }).click();
  await page.getByRole('option', { name }).click();
}

async function withPicture(page: Page): Promise<void> {
  await open(page, '81991234567');
  await choose(page, 'pedido_a_caminho');
  await page
    .locator('input[type=file][accept*="image"]')
    .last()
    .setInputFiles({ name: 'vitrine.jpg', mimeType: 'image/jpeg', buffer: photoJpeg });
  await page.getByRole('textbox', { name: 'Campo 1' }).fill('Mariana');
  await page.getByRole('textbox', { name: 'Campo 2' }).fill('48213');
}

const scenes: Shot[] = [
  { name: 'start-empty', query: '', act: (page) => page.getByRole('button', { name: '+ Nova conversa' }).click() },
  { name: 'start-invalid', query: '', act: (page) => open(page, '8191234567') },
  { name: 'start-open', query: '', act: (page) => open(page, '11991234567') },
  { name: 'start-held', query: '', act: (page) => open(page, '21991234567') },
  {
    name: 'start-attention',
    query: '',
    act: async (page) => {
      await open(page, '21991234567');
      await page.getByRole('button', { name: '+ Criar conversa' }).click();
      await page.getByRole('dialog', { name: 'Atenção!' }).waitFor();
    },
  },
  {
    name: 'start-choosing',
    query: '',
    act: async (page) => {
      await open(page, '81991234567');
      await page.getByRole('combobox', { name: 'Escolher modelo' }).click();
    },
  },
  { name: 'start-template', query: '', act: withPicture },
  {
    name: 'start-problem',
    query: '',
    act: async (page) => {
      await open(page, '81991234567');
      await choose(page, 'retomada_de_atendimento');
      await page.getByRole('textbox', { name: 'Campo nome' }).fill('a     b');
      await page.getByRole('textbox', { name: 'Campo assunto' }).focus();
      await page.keyboard.press('Tab');
    },
  },
  { name: 'start-offline', query: 'state=offline', act: (page) => open(page, '81991234567') },
  { name: 'composer-closed', query: 'stands=closed' },
  {
    name: 'composer-saved-texts',
    query: '',
    act: (page) => page.getByRole('textbox', { name: 'Mensagem', exact: true }).pressSequentially('Oi! /'),
  },
  {
    name: 'composer-blank',
    query: '',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Mensagem', exact: true }).pressSequentially('/prazo');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'history-actions',
    query: 'section=history',
    act: async (page) => {
      await page.getByRole('button', { name: 'Ações' }).nth(2).click();
      await page.getByRole('menuitem').first().waitFor();
    },
  },
];

/** Each scene at both sizes and in both schemes. */
const shots: Shot[] = scenes.flatMap(({ name, query, act }) =>
  ['light', 'dark'].flatMap((theme) =>
    [undefined, wide].map((size) => ({
      name: `${name}-${theme}${size === undefined ? '' : '-wide'}`,
      query: `${query}&theme=${theme}`,
      ...(size === undefined ? {} : { size }),
      ...(act === undefined ? {} : { act }),
    })),
  ),
);

await takePictures('chat.html', shots);
