import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { photoJpeg } from './harness/pictures.ts';
import { makeTemplate } from './harness/template.ts';
import { type Agent, openProduct, type Product } from './harness.ts';

/**
 * `node tests/e2e/screenshots.ts [FOLDER]`: the pictures of README, taken of the whole product with customers who wrote.
 * Not a test: whoever changes the interface runs it and looks.
 */
const folder = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'assets', 'screenshots');
mkdirSync(folder, { recursive: true });

const customers = [
  { waId: '5581991234567', name: 'Mariana Cavalcanti de Albuquerque' },
  { waId: '5511987654321', name: 'Distribuidora Fênix Ltda' },
  { waId: '5531988112233', name: 'João Pedro' },
  { waId: '5521977665544', name: 'Rita Sampaio' },
] as const;
const [mariana, fenix, joao, rita] = customers;

const temporary = await mkdtemp(join(tmpdir(), 'turno-shots-'));
const template = join(temporary, 'backend');
await makeTemplate(template);
await using product = await openProduct(template);
const ana = await product.agent('Ana Souza', {
  context: { viewport: { width: 1366, height: 768 }, locale: 'pt-BR', colorScheme: 'light' },
});
const later = ana.page.getByRole('button', { name: 'Agora não' });
if (await later.isVisible()) await later.click();
await converse(product, ana);
await picture(ana, 'inbox-light');
await ana.page.emulateMedia({ colorScheme: 'dark' });
await picture(ana, 'inbox-dark');
await ana.page.emulateMedia({ colorScheme: 'light' });
await ana.page.setViewportSize({ width: 1920, height: 1080 });
await picture(ana, 'inbox-wide');
await ana.page.setViewportSize({ width: 1366, height: 768 });

await finishOne(ana);
await ana.page.getByRole('button', { name: 'Histórico' }).click();
await ana.page.getByRole('grid', { name: 'Histórico' }).getByText('Rita Sampaio').click();
await ana.page.waitForTimeout(800);
await picture(ana, 'history');
await ana.page.getByRole('button', { name: /^Atendimento/ }).click();

await ana.open(mariana.name);
product.network.down();
await ana.lost.waitFor();
await ana.page.getByText('Descrição adicionada com sucesso').waitFor({ state: 'hidden' });
await picture(ana, 'offline');
await rm(temporary, { recursive: true, force: true });
process.stdout.write(`${folder}\n`);

async function converse(product: Product, ana: Agent): Promise<void> {
  await product.whatsapp(rita, 'boa tarde, o estorno do pedido 48120 já saiu?');
  await product.whatsapp(joao, 'oi, vcs entregam em Olinda?');
  await product.whatsapp(joao, 'e qto tempo demora mais ou menos');
  await product.whatsapp(fenix, 'Bom dia! Preciso da segunda via do boleto 4471, vence hoje');
  await product.whatsapp(mariana, 'Oi! Chegou o tênis mas veio 38, pedi 37 😕');
  await product.whatsapp(mariana, { bytes: photoJpeg, mime: 'image/jpeg' });
  await product.whatsapp(mariana, 'dá pra trocar na loja do shopping?');
  const visitor = await product.visitor();
  await visitor.says('Esse vestido azul tem no tamanho G? 💙');
  await ana.open(rita.name);
  await ana.reply('Boa tarde, Rita! O estorno foi feito hoje e aparece na próxima fatura.');
  await ana.open(mariana.name);
  await ana.reply('Oi, Mariana! Dá sim. Pode levar com a nota fiscal até dia 28, qualquer loja troca na hora.');
  await ana.note('Reservar um 37 preto na loja Recife para ela');
  await product.whatsapp(mariana, 'Consegui achar a nota, mando já');
  product.graph.faults.failDeliveries(1, 131026);
  await ana.reply('Reservei um 37 para você retirar hoje.');
  await ana.page.getByText('Não enviada', { exact: false }).first().waitFor();
  await visitor.page.screenshot({ path: join(folder, 'widget.png') });
}

async function finishOne(ana: Agent): Promise<void> {
  await ana.open(rita.name);
  await ana.panel.getByRole('textbox', { name: 'Descrição do atendimento' }).fill('Estorno confirmado à cliente.');
  await ana.panel.getByRole('button', { name: 'Finalizar atendimento' }).click();
  await ana.toast('Descrição adicionada com sucesso');
}

async function picture(ana: Agent, name: string): Promise<void> {
  await ana.page.mouse.move(700, 5);
  await ana.page.waitForTimeout(700);
  await ana.page.screenshot({ path: join(folder, `${name}.png`) });
}
