import { describe, expect, it } from 'vitest';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent, Product } from './harness.ts';

const SALES = '106540352242923';
const CUSTOMERS = 8;
const waId = (index: number) => `55119887800${String(index).padStart(2, '0')}`;
const nameOf = (index: number) => `Cliente ${index + 1}`;

const writes = (product: Product, index: number, text: string) =>
  product.whatsapp({ waId: waId(index), name: nameOf(index), phoneNumberId: SALES }, text);

/** The cards that are shown, by their customers, in order. */
const titles = ({ list }: Agent): Promise<string[]> =>
  list
    .getByRole('option')
    .evaluateAll((cards) => cards.map((card) => card.querySelector('[title]')?.textContent ?? ''));

async function shows(agent: Agent, wanted: string[]): Promise<void> {
  await expect.poll(() => titles(agent), { timeout: 10_000 }).toEqual(wanted);
}

const inUse = ({ page }: Agent) => page.getByRole('region', { name: 'Filtros em uso' });

/** Opens «Filtros» at a kind and turns what was named on. */
async function filterBy({ page }: Agent, kind: string, ...names: string[]): Promise<void> {
  await page.getByRole('button', { name: /^Filtros(,|$)/ }).click();
  const panel = page.getByRole('dialog', { name: 'Filtros' });
  await panel.getByRole('tab', { name: kind }).click();
  for (const name of names) {
    await panel.getByRole('combobox').fill(name);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
}

describe('The inbox of a busy operation', () => {
  let gabriela: Agent;
  let camila: Agent;
  const product = productOfFile(async (opened) => {
    gabriela = await opened.agent('Gabriela Monteiro');
    camila = await opened.agent('Camila Torres');
    for (let index = 0; index < CUSTOMERS; index += 1) await writes(opened, index, `Oi, aqui é o pedido ${index + 1}`);
    await gabriela.card(nameOf(CUSTOMERS - 1)).waitFor();
  });

  it('a tag and a deal’s stage narrow the list, together with everything else, and each goes by one click (A3)', async () => {
    const { page, panel } = gabriela;
    for (const index of [1, 4]) {
      await gabriela.open(nameOf(index));
      await page.keyboard.press('l');
      await page.getByRole('dialog', { name: `Tags de ${nameOf(index)}` }).waitFor();
      await page.keyboard.type('vip');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
    }
    await panel.getByRole('button', { name: 'Novo negócio' }).click();
    await panel.getByRole('textbox', { name: 'Título' }).fill('Vinte tênis');
    await panel.getByRole('button', { name: 'Salvar' }).click();
    await panel.getByRole('button', { name: 'Avançar Vinte tênis para Orçamento enviado' }).click();

    await filterBy(gabriela, 'Tags', 'vip');
    await shows(gabriela, [nameOf(4), nameOf(1)]);
    await expect.poll(() => page.getByRole('tab', { name: /^Todos/ }).textContent()).toBe('Todos 2');
    await filterBy(gabriela, 'Negócios na etapa', 'orçamento');
    await shows(gabriela, [nameOf(4)]);
    // The deal moves on, and the list with it.
    await panel.getByRole('button', { name: 'Avançar Vinte tênis para Negociação' }).click();
    await page.getByText('Nenhuma conversa com estes filtros').waitFor();
    await inUse(gabriela).getByRole('button', { name: 'Retirar filtro Negócios na etapa: Orçamento enviado' }).click();
    await shows(gabriela, [nameOf(4), nameOf(1)]);
    await filterBy(gabriela, 'Negócios na etapa', 'negociação');
    await filterBy(gabriela, 'Janela', 'menos de 4');
    await page.getByText('Nenhuma conversa com estes filtros').waitFor();
    await inUse(gabriela).getByRole('button', { name: 'Retirar filtro Janela: Menos de 4 h' }).click();
    await shows(gabriela, [nameOf(4)]);
  });

  it('a filter saved and shared with a department is on a colleague’s desktop, and the list is there again after a restart (A5)', async () => {
    const { page } = gabriela;
    await page.getByRole('button', { name: 'Filtros salvos' }).click();
    await page.getByRole('menuitem', { name: 'Salvar filtro atual…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Salvar filtro' });
    await dialog.getByRole('textbox', { name: 'Nome' }).fill('VIPs em negociação');
    await dialog.getByRole('combobox', { name: 'Compartilhar com' }).click();
    await page.getByRole('option', { name: 'Vendas', exact: true }).click();
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await gabriela.toast('Filtro «VIPs em negociação» salvo');

    await camila.page.getByRole('button', { name: 'Filtros salvos' }).click();
    const shared = camila.page.getByRole('menuitemradio', { name: /VIPs em negociação.*Vendas · por Gabriela/ });
    await shared.click();
    await shows(camila, [nameOf(4)]);
    await inUse(camila)
      .getByRole('button', { name: /^Retirar filtro Negócios/ })
      .click();
    await inUse(camila).getByRole('button', { name: 'Filtro salvo em uso: VIPs em negociação, alterado' }).waitFor();
    await shows(camila, [nameOf(4), nameOf(1)]);

    await camila.page.reload();
    await shows(camila, [nameOf(4), nameOf(1)]);
    await inUse(camila).getByRole('button', { name: 'Limpar filtros' }).click();
    await camila.card(nameOf(0)).waitFor();
    expect(await camila.page.getByText('VIPs em negociação').count()).toBe(0);
  });

  it('by keyboard alone: a filter by name, a row taken, passed on, called back, finished and called back (I3)', async () => {
    const { page } = camila;
    await page.mouse.move(1000, 400);
    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('dialog', { name: 'Filtrar a lista' }).waitFor();
    await page.keyboard.type('aguardando');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Status: Aguardando resposta' }).waitFor();
    // Another filter is another list: for a moment it has no row that the keyboard could go to.
    await expect.poll(async () => (await titles(camila)).length, { timeout: 10_000 }).toBe(CUSTOMERS);
    await page.keyboard.press('Alt+l');
    await page.keyboard.press('j');
    const [first = ''] = await titles(camila);
    await page.keyboard.press('a');
    await page.getByRole('heading', { level: 2, name: first }).first().waitFor();
    await expect.poll(() => camila.field.isEnabled(), { timeout: 10_000 }).toBe(true);

    await page.keyboard.press('Alt+l');
    await page.keyboard.press('t');
    const dialog = page.getByRole('dialog', { name: 'Transferir atendimento' });
    await dialog.waitFor();
    await page.keyboard.type('suporte');
    await page.keyboard.press('Enter');
    await camila.toast('Atendimento transferido para Suporte');
    // Of a department she is not in, it is gone from her machine; what she gave away is hers to call back.
    await camila.card(first).waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await camila.toast('Desfeito');
    await camila.card(first).waitFor();
    await camila.log
      .getByText(/Camila Torres desfez a transferência: o atendimento voltou para Camila Torres/)
      .waitFor();

    await page.keyboard.press('Alt+l');
    await page.keyboard.press('f');
    await page.getByRole('textbox', { name: 'Motivo de contato' }).waitFor();
    await camila.panel.getByRole('button', { name: 'Finalizar atendimento' }).focus();
    await page.keyboard.press('Enter');
    await camila.toast('Atendimento finalizado');
    await page.keyboard.press('z');
    await camila.log.getByText(/desfez a finalização: o atendimento voltou para Camila Torres/).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('0');
    await page.getByRole('button', { name: 'Status: Todas em aberto' }).waitFor();
  });

  it('everything of the filter is finished at once and given back as it was (A6)', async () => {
    const { page } = gabriela;
    await inUse(gabriela).getByRole('button', { name: 'Limpar filtros' }).click();
    await filterBy(gabriela, 'Departamentos', 'vendas');
    await expect.poll(async () => (await titles(gabriela)).length, { timeout: 10_000 }).toBe(CUSTOMERS);
    const before = await titles(gabriela);
    await page.keyboard.press('Shift+S');
    await page.getByText(`${CUSTOMERS} selecionadas`).waitFor();
    await page.keyboard.press('f');
    const dialog = page.getByRole('dialog', { name: `Finalizar ${CUSTOMERS} atendimentos?` });
    await dialog.getByRole('button', { name: 'Finalizar' }).click();
    await page.getByText(`${CUSTOMERS} atendimentos finalizados`).waitFor();
    await page.getByText('Nenhuma conversa com estes filtros').waitFor();
    await page.getByRole('button', { name: `Desfazer em ${CUSTOMERS} atendimentos` }).click();
    await page.getByText(`Desfeito em ${CUSTOMERS} atendimentos`).waitFor();
    await shows(gabriela, before);
    await page.getByRole('region', { name: 'Resultado da ação' }).getByRole('button', { name: 'Fechar' }).click();
    await page.getByRole('tab', { name: /^Meus 0/ }).waitFor();
  });

  it('however many write, nothing moves under the pointer; it is announced, and comes when the pointer is gone', async () => {
    const { page } = camila;
    await page.mouse.move(1000, 400);
    await shows(camila, await titles(gabriela));
    const before = await titles(camila);
    const aimed = before[3] ?? '';
    await camila.card(aimed).hover();
    for (const index of [0, 2, 5, 0, 2]) await writes(product(), index, 'alguém?');
    // Contents stay live though places are held.
    await camila.card(nameOf(5)).getByText('alguém?').first().waitFor();
    await page.getByRole('button', { name: /conversas com novidade$/ }).waitFor();
    expect(await titles(camila)).toEqual(before);
    await camila.card(aimed).click();
    await page.getByRole('heading', { level: 2, name: aimed }).first().waitFor();
    expect(await titles(camila)).toEqual(before);
    await page.mouse.move(1000, 400);
    await expect.poll(async () => (await titles(camila))[0], { timeout: 10_000 }).toBe(nameOf(2));
    await expect.poll(() => page.getByRole('button', { name: /com novidade$/ }).count()).toBe(0);
  });
});
