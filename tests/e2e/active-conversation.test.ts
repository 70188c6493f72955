import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainFilterLists } from '../../src-shared/protocol/defaults.ts';
import { openDesktop } from '../simulators/desktop.ts';
import { emailOf, PASSWORD } from './harness/agent-window.ts';
import { photoJpeg } from './harness/pictures.ts';
import { productOfFile } from './harness/product-of-file.ts';
import { type StartDialog, startDialog } from './harness/start-dialog.ts';
import type { Agent, Product } from './harness.ts';

const SALES = '106540352242923';
const HOUR = 3_600_000;
/** What of the window is left to be seen running down. */
const LAST_SECONDS = 6;
const INVALID = 'Número inválido, corrija e tente novamente';
const PAST = 'Já se passaram mais de 24 horas desde o último contato.';
const OVER = 'Já se passaram mais de 24 horas desde o último contato. Envie um modelo ou aguarde o cliente responder.';
const NEVER = 'O cliente ainda não respondeu. Envie um modelo ou aguarde a mensagem dele.';

const beatriz = { waId: '5521988880001', name: 'Beatriz Nunes', phoneNumberId: SALES };
const caio = { waId: '5511976543210', name: 'Caio Prado', phoneNumberId: SALES };
const lia = { waId: '5531987650002', name: 'Lia Mota', phoneNumberId: SALES };

const clockFile = join(await mkdtemp(join(tmpdir(), 'turno-clock-')), 'clock');
await writeFile(clockFile, '0');

/** Yesterday: Beatriz wrote, was served and finished. */
async function yesterday(product: Product): Promise<void> {
  await product.whatsapp(beatriz, 'oi, vocês entregam em Niterói?');
  const desk = await openDesktop({ serverUrl: product.backend().url });
  const signedIn = await desk.signIn(PASSWORD, emailOf('Ana Souza'));
  if (!signedIn.ok) throw new Error(signedIn.reason);
  await desk.online();
  const filter = {
    tab: 'all',
    status: 'open',
    order: 'newest',
    ...plainFilterLists,
  } as const;
  const list = await desk.until(
    'inbox.list',
    { filter: { ...filter, ...plainFilterLists }, start: 0, count: 20 },
    ({ rows }) => rows.some(({ title }) => title === beatriz.name),
  );
  const conversationId = list.rows.find(({ title }) => title === beatriz.name)?.id ?? '';
  for (const done of [
    await desk.act('server.conversation.take', { conversationId }),
    await desk.act('server.conversation.finish', { conversationId, reasonId: null, description: null }),
  ]) {
    if (!done.ok) throw new Error(done.reason);
  }
  await desk.until('conversation', { conversationId }, (view) => view?.status === 'finished' && !view.pendingFinish);
  await desk.close();
  await writeFile(clockFile, String(25 * HOUR));
}

/** What the stand-in took last for a number. */
const sentTo = (product: Product, waId: string) =>
  product.graph.businessMessages().findLast(({ to }) => to.replace('+', '') === waId);

describe('Writing first (section C)', () => {
  let ana: Agent;
  let start: StartDialog;
  const product = productOfFile(async (opened) => {
    await yesterday(opened);
    ana = await opened.agent('Ana Souza', { available: false });
    start = startDialog(ana.page);
  }, clockFile);

  it('offers our numbers, and checks the customer’s while it is typed (C1, C2, C3)', async () => {
    await start.open();
    await expect.poll(() => start.from.inputValue()).toBe('');
    await start.chooseFrom('WhatsApp Vendas');
    await start.to.pressSequentially('20');
    await start.dialog.getByText(INVALID).waitFor();
    await start.to.fill('');
    await start.to.pressSequentially('1176543210');
    await expect.poll(() => start.to.inputValue()).toBe('(11)76543210');
    await start.dialog.getByText(INVALID).waitFor();
    await expect.poll(() => start.create.isDisabled()).toBe(true);
    await start.dialog.getByRole('button', { name: 'Incluir o nono dígito: (11)976543210' }).click();
    await expect.poll(() => start.to.inputValue()).toBe('(11)976543210');
    await start.dialog.getByText(INVALID).waitFor({ state: 'detached' });
    await start.to.fill('113333444');
    await expect.poll(() => start.create.isDisabled()).toBe(true);
    expect(await start.dialog.getByText(INVALID).count()).toBe(0);
    await start.close();
  });

  it('sends a template with its blanks to somebody who never wrote, and waits for the answer (C5, C6)', async () => {
    await ana.page.keyboard.press('c');
    await start.dialog.waitFor();
    await start.chooseFrom('WhatsApp Vendas');
    await start.to.pressSequentially('11976543210');
    await start.warning.filter({ hasText: 'Este cliente ainda não escreveu para este número.' }).waitFor();
    await expect.poll(() => start.create.isDisabled()).toBe(true);
    await start.chooseTemplate('retomar_atendimento');
    await start.fill('Campo 1', 'Caio');
    await start.fill('Campo 2', 'com     espaços');
    await start.dialog.getByText('Mais de quatro espaços seguidos não são permitidos').waitFor();
    await expect.poll(() => start.create.isDisabled()).toBe(true);
    await start.fill('Campo 2', '48213');
    const words = 'Olá, Caio! Aqui é da Loja Aurora. Estamos com uma novidade sobre a sua solicitação 48213.';
    await start.preview.getByText(words).waitFor();
    await start.preview.getByText('Sim, pode falar').waitFor();
    await start.create.click();
    await start.dialog.waitFor({ state: 'detached' });

    await ana.message(words).waitFor();
    await expect.poll(() => sentTo(product(), caio.waId)?.template?.name).toBe('retomar_atendimento');
    const sent = sentTo(product(), caio.waId);
    expect(sent?.phoneNumberId).toBe(SALES);
    expect(sent?.text).toContain(words);
    expect(sent?.template).toMatchObject({ language: 'pt_BR', header: null });
    expect(sent?.template?.buttons.map(({ text }) => text)).toEqual(['Sim, pode falar', 'Agora não']);
    await ana.page.getByText(NEVER).waitFor();
    await expect.poll(() => ana.field.isDisabled()).toBe(true);

    await ana.page.getByRole('button', { name: '+ Selecionar template' }).click();
    await start.dialog.waitFor();
    await expect.poll(() => start.from.inputValue()).toBe('WhatsApp Vendas · +55 11 4000-0001');
    await expect.poll(() => start.to.inputValue()).toBe('(11)976543210');
    await start.close();

    await product().whatsapp(caio, 'Oi! Pode falar sim');
    await ana.page.getByText(NEVER).waitFor({ state: 'detached' });
    await ana.reply('Seu pedido foi reservado!');
    await ana.message('Seu pedido foi reservado!').getByRole('button', { name: 'Lida' }).waitFor();
  });

  it('inside the window opens the chat with its history, without a template (C4)', async () => {
    await start.open();
    await start.chooseFrom('WhatsApp Vendas');
    await start.to.pressSequentially('11976543210');
    await start.dialog.getByText('Dentro da janela de 24 horas').waitFor();
    await start.create.click();
    await start.dialog.waitFor({ state: 'detached' });
    await ana.page.getByRole('heading', { level: 2, name: caio.name }).waitFor();
    await ana.message('Seu pedido foi reservado!').waitFor();
    await expect.poll(() => ana.field.isEnabled()).toBe(true);
  });

  it('past 24 hours warns, and a template with a picture stays in the history as it was sent (C5, C9)', async () => {
    await ana.page.getByRole('navigation', { name: 'Seções' }).getByRole('button', { name: 'Histórico' }).click();
    const table = ana.page.getByRole('grid', { name: 'Histórico' });
    const row = table.getByRole('row').filter({ hasText: beatriz.name });
    await row.getByRole('button', { name: 'Ações' }).click();
    await ana.page.getByRole('menuitem', { name: '+ Iniciar nova conversa' }).click();
    await start.dialog.waitFor();
    await expect.poll(() => start.from.inputValue()).toBe('WhatsApp Vendas · +55 11 4000-0001');
    await expect.poll(() => start.to.inputValue()).toBe('(21)988880001');
    await start.warning.filter({ hasText: PAST }).waitFor();

    await start.chooseTemplate('colecao_de_verao');
    await start.dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'vitrine.jpg', mimeType: 'image/jpeg', buffer: photoJpeg });
    await start.preview.getByRole('img', { name: 'Imagem do modelo' }).waitFor();
    await start.dialog.getByText('vitrine.jpg pronto para enviar').waitFor();
    await start.fill('Campo 1', 'Beatriz');
    await start.fill('Campo 2', '15%');
    const code = start.dialog.getByRole('textbox', { name: 'Código para o cliente copiar' });
    await code.fill('VERAO15');
    await start.create.click();
    await start.dialog.waitFor({ state: 'detached' });

    const message = ana.message('Beatriz, a coleção de verão chegou!');
    await message.waitFor();
    await message.getByRole('img').first().waitFor();
    await ana.page.getByText(OVER).waitFor();
    await expect.poll(() => sentTo(product(), beatriz.waId)?.template?.name).toBe('colecao_de_verao');
    const sent = sentTo(product(), beatriz.waId);
    expect(Buffer.from(sent?.media?.bytes ?? []).equals(photoJpeg)).toBe(true);

    await product().whatsapp(beatriz, 'adorei, quero ver');
    await ana.page.getByText(OVER).waitFor({ state: 'detached' });
    await expect.poll(() => ana.field.isEnabled()).toBe(true);
  });

  it('refuses a full agent first, then a customer of a colleague, who can be asked for a transfer (C7)', async () => {
    const full = await product().agent('Heitor Bastos', { available: false });
    const ofHeitor = startDialog(full.page);
    await ofHeitor.open();
    await ofHeitor.chooseFrom('WhatsApp Vendas');
    await ofHeitor.to.pressSequentially('11976543210');
    await ofHeitor.create.click();
    await ofHeitor.attention
      .getByText('Não foi possível iniciar a conversa. O número máximo de atendimentos simultâneos foi atingido.')
      .waitFor();

    const diego = await product().agent('Diego Nascimento', { available: false });
    const ofDiego = startDialog(diego.page);
    await ofDiego.open();
    await ofDiego.chooseFrom('WhatsApp Vendas');
    await ofDiego.to.pressSequentially('11976543210');
    await ofDiego.create.click();
    await ofDiego.attention
      .getByText('Não foi possível iniciar a conversa. O cliente está sendo atendido por outro agente.')
      .waitFor();
    await ofDiego.attention.getByText('Ana Souza está com este cliente em Vendas.').waitFor();
    await ofDiego.attention.getByRole('button', { name: 'Pedir transferência' }).click();
    await diego.toast('Pedido registrado no atendimento; Ana Souza foi avisado.');
    await ana.open(caio.name);
    await ana.message('@Ana Souza pode transferir este atendimento para mim?').waitFor();
    await diego.desktop.context.close();
    await full.desktop.context.close();
  });

  it('takes a customer out of the queue, and the history says so (C8)', async () => {
    await product().whatsapp(lia, 'boa tarde, tem alguém aí?');
    await ana.tab('Sem atendente');
    await ana.card(lia.name).waitFor();
    await start.open();
    await start.chooseFrom('WhatsApp Vendas');
    await start.to.pressSequentially('31987650002');
    await start.dialog.getByText('Dentro da janela de 24 horas').waitFor();
    await start.create.click();
    await start.dialog.waitFor({ state: 'detached' });
    await ana.page.getByText('Ana Souza iniciou a conversa; a espera na fila de Vendas terminou').waitFor();
    await ana.card(lia.name).waitFor({ state: 'detached' });
    await ana.tab('Meus');
    await ana.card(lia.name).waitFor();
    await ana.reply('Boa tarde, Lia! Tem sim.');
    await ana.message('Boa tarde, Lia! Tem sim.').getByRole('button', { name: 'Lida' }).waitFor();
  });

  it('counts the window down to seconds, and the composer locks by itself with the draft kept (C6)', async () => {
    await ana.field.fill('meio escrito');
    await ana.page.getByRole('timer', { name: /^Janela de 24 horas: faltam 23 h/ }).waitFor();
    // This window's clock is moved to where the day is nearly over, and then to the last seconds; nothing else arrives.
    const moveClock = (ahead: number) =>
      ana.page.evaluate((ms) => {
        const before = Date.now.bind(Date);
        Date.now = () => before() + ms;
        document.dispatchEvent(new Event('visibilitychange'));
      }, ahead);
    await moveClock(24 * HOUR - 50_000);
    const left = ana.page.getByRole('timer', { name: /faltam \d+ s / });
    await left.waitFor();
    const seconds = Number(/faltam (\d+) s /.exec((await left.getAttribute('aria-label')) ?? '')?.[1]);
    await moveClock((seconds - LAST_SECONDS) * 1_000);
    await ana.page.getByRole('timer', { name: new RegExp(`faltam [1-${LAST_SECONDS}] s `) }).waitFor();
    await ana.page.getByText(OVER).waitFor();
    await expect.poll(() => ana.field.isDisabled()).toBe(true);
    await expect.poll(() => ana.field.inputValue()).toBe('meio escrito');
    await ana.page.getByRole('button', { name: '+ Selecionar template' }).waitFor();
  });
});
