import { describe, expect, it } from 'vitest';
import { agentWindow } from './harness/agent-window.ts';
import { startAgain } from './harness/desktop.ts';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent } from './harness.ts';

const marcos = { waId: '5511987650001', name: 'Marcos Leal' };
const joao = { waId: '5511987650003', name: 'João Araújo' };

describe('The desktop', () => {
  let ana: Agent;
  const product = productOfFile(async (opened) => {
    ana = await opened.agent('Ana Souza');
    await opened.whatsapp(marcos, 'Bom dia! A geladeira não gela');
    for (let number = 1; number <= 30; number += 1) await opened.whatsapp(joao, `Linha ${number} da reclamação`);
    await opened.whatsapp(joao, 'A manutenção não veio na terça');
    for (let number = 31; number <= 60; number += 1) await opened.whatsapp(joao, `Linha ${number} da reclamação`);
    await ana.card('Marcos Leal').waitFor();
    await ana.card('João Araújo').filter({ hasText: 'Linha 60' }).waitFor();
  });

  it('finds a message without its accents and opens the conversation at it', async () => {
    await ana.page.keyboard.press('/');
    await ana.page.keyboard.type('manutencao terca');
    const results = ana.page.getByRole('listbox', { name: 'Resultados da busca' });
    await results.getByRole('option', { name: /A manutenção não veio/ }).waitFor();
    await ana.page.keyboard.press('ArrowDown');
    await ana.page.keyboard.press('Enter');
    const found = ana.message('A manutenção não veio na terça');
    await found.waitFor();
    await expect.poll(() => found.evaluate(isOnScreen)).toBe(true);
    expect(await ana.message('Linha 60 da reclamação').count()).toBe(0);
    await ana.page.getByRole('searchbox', { name: 'Buscar conversas e mensagens' }).press('Escape');
  });

  it('keeps a draft over a reload, one per conversation', async () => {
    await ana.open('Marcos Leal');
    await ana.field.fill('Vou abrir um chamado e');
    await ana.open('João Araújo');
    await expect.poll(() => ana.field.inputValue()).toBe('');
    await ana.page.reload();
    await ana.card('Marcos Leal').filter({ hasText: 'Rascunho' }).waitFor();
    await ana.open('Marcos Leal');
    await expect.poll(() => ana.field.inputValue()).toBe('Vou abrir um chamado e');
    await ana.field.fill('');
  });

  it('is commanded by the palette and by shortcuts, which never fire while typing', async () => {
    const { page } = ana;
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Buscar e comandar' }).waitFor();
    await page.keyboard.type('joao');
    await page.getByRole('button', { name: /João Araújo/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'João Araújo' }).waitFor();
    await ana.field.click();
    await page.keyboard.type('g h j k ?');
    await expect.poll(() => ana.field.inputValue()).toBe('g h j k ?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await ana.field.fill('');
    await ana.list.focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Atalhos de teclado' }).getByText('Ir para Histórico').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.getByRole('heading', { level: 1, name: 'Histórico' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await ana.list.waitFor();
  });

  it('has a light and a dark theme and two densities, and remembers them', async () => {
    const { page } = ana;
    const height = async () => (await ana.card('Marcos Leal').boundingBox())?.height;
    expect(await height()).toBe(72);
    await page.getByRole('button', { name: 'Configurações' }).click();
    await page.getByText('Escuro', { exact: true }).click();
    await page.getByText('Compacta', { exact: true }).click();
    await page.getByRole('button', { name: /^Atendimento/ }).click();
    await expect.poll(height).toBe(56);
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await page.reload();
    await ana.card('Marcos Leal').waitFor();
    expect(await height()).toBe(56);
    expect(await background()).toBe(dark);
    expect(brightness(dark)).toBeLessThan(80);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Buscar e comandar' }).waitFor();
    await page.keyboard.type('Alternar tema');
    await page.keyboard.press('Enter');
    await expect.poll(async () => brightness(await background())).toBeGreaterThan(200);
  });

  it('is one per folder: a second start hands its deep link to the first', async () => {
    await ana.open('Marcos Leal');
    const id = (await ana.card('João Araújo').getAttribute('id'))?.replace('card-', '');
    expect(await startAgain(ana.desktop.folder, `turno://conversation/${id}`)).toEqual({ alreadyRunning: true });
    await ana.page.getByRole('heading', { level: 2, name: 'João Araújo' }).waitFor();
    expect(ana.desktop.program.running()).toBe(true);
  });

  it('may have two windows, which always show the same', async () => {
    const page = await ana.desktop.context.newPage();
    await page.goto(new URL(ana.page.url()).origin);
    const second = agentWindow(page);
    await second.open('Marcos Leal');
    await ana.open('Marcos Leal');
    await second.reply('Escrevo da segunda janela');
    await ana.message('Escrevo da segunda janela').getByRole('button', { name: 'Lida' }).waitFor();
    expect(await ana.message('Escrevo da segunda janela').count()).toBe(1);
    await page.close();
  });

  it('lets nobody in who comes without the window’s own address', async () => {
    const stranger = await product().browser.newContext();
    const page = await stranger.newPage();
    const answer = await page.goto(new URL(ana.page.url()).origin);
    expect(answer?.status()).toBe(403);
    const again = await page.goto(ana.desktop.url);
    expect(again?.status()).toBe(403);
    await stranger.close();
  });
});

function isOnScreen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

const brightness = (color: string): number => Math.max(...(color.match(/\d+/g) ?? []).slice(0, 3).map(Number));
