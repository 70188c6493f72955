import type { Page } from 'playwright-core';
import { type Shot, takePictures } from './pictures.ts';

/** Pictures of the contact's record, merging and timeline: `node tests/e2e/gallery/contact-shots.ts FOLDER [name…]`. */
const merging = async (page: Page) => {
  await page.getByRole('button', { name: /^Mesclar com Mariana/ }).click();
  await page.getByRole('radio', { name: /^Qual vale em Endereço de entrega: Av/ }).check();
};
const comparing = (page: Page) => page.getByRole('button', { name: /^Ver lado a lado/ }).click();
const inTime = (page: Page) => page.getByRole('tab', { name: 'Linha do tempo' }).click();
const further = async (page: Page) => {
  await page.getByRole('button', { name: /^Mesclar com outro contato/ }).scrollIntoViewIfNeeded();
};
const tall: [number, number] = [1600, 1400];

const shots: Shot[] = (['light', 'dark'] as const).flatMap((theme): Shot[] => [
  { name: `record-${theme}`, query: `theme=${theme}`, size: tall },
  { name: `record-end-${theme}`, query: `theme=${theme}`, act: further },
  { name: `merge-${theme}`, query: `theme=${theme}`, act: merging },
  { name: `compare-${theme}`, query: `theme=${theme}`, act: comparing },
  { name: `timeline-${theme}`, query: `theme=${theme}`, act: inTime },
  {
    name: `editing-${theme}`,
    query: `theme=${theme}&state=offline`,
    act: async (page) => {
      await page.getByRole('button', { name: /^Editar CPF/ }).click();
      await page.keyboard.type('52998224726');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: `separate-${theme}`,
    query: `theme=${theme}`,
    act: (page) => page.getByRole('button', { name: 'Separar @mari.cav…' }).click(),
  },
  {
    name: `group-${theme}`,
    query: `theme=${theme}`,
    act: (page) => page.getByRole('button', { name: 'Junto com 1 atendimento' }).click(),
  },
  {
    name: `way-${theme}`,
    query: `theme=${theme}`,
    act: async (page) => {
      await page
        .getByRole('combobox', { name: /Responder por|Enviar por|por$/i })
        .first()
        .focus();
      await page.keyboard.press('ArrowDown');
    },
  },
]);

await takePictures('contact.html', shots);
