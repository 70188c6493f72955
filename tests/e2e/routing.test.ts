import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent } from './harness.ts';

const SALES = '106540352242923';
const joana = { waId: '5511988770001', name: 'Joana Prado' };

/** It is ten in the morning in São Paulo: continuity is on, whenever this runs. */
const clockFile = join(await mkdtemp(join(tmpdir(), 'turno-clock-')), 'clock');
await writeFile(clockFile, String(untilTen()));

function untilTen(): number {
  const now = Temporal.Now.zonedDateTimeISO('America/Sao_Paulo');
  const ten = now.with({ hour: 10, minute: 0, second: 0, millisecond: 0 });
  const next = Temporal.ZonedDateTime.compare(now, ten) < 0 ? ten : ten.add({ days: 1 });
  return next.epochMilliseconds - now.epochMilliseconds;
}

/** Why a conversation is with whom it is with, as its header explains it. */
async function why({ page }: Agent): Promise<string> {
  await page.getByRole('button', { name: /Por que (veio|está)/ }).click();
  const words = await page.getByRole('dialog', { name: /^Por que/ }).textContent();
  await page.keyboard.press('Escape');
  return words ?? '';
}

async function finish(agent: Agent, title: string): Promise<void> {
  await agent.open(title);
  await agent.panel.getByRole('button', { name: 'Finalizar atendimento' }).click();
  await agent.card(title).waitFor({ state: 'detached' });
}

describe('Who serves whom', () => {
  const product = productOfFile(undefined, clockFile);
  let ana: Agent;
  let bruno: Agent;

  it('a customer who returns the same day goes to who served them, though a colleague has less to do (F2)', async () => {
    ana = await product().agent('Ana Souza');
    await product().whatsapp(joana, 'Bom dia, meu pedido atrasou');
    await ana.open(joana.name);
    await ana.reply('Já vou ver para você');
    await finish(ana, joana.name);
    // Two others keep Ana busier than Bruno, who comes now.
    await product().whatsapp({ waId: '5511988770002', name: 'Pedro Sales' }, 'Oi, alguém aí?');
    await product().whatsapp({ waId: '5511988770003', name: 'Lia Matos' }, 'Oi, boa tarde');
    await ana.card('Lia Matos').first().waitFor();
    bruno = await product().agent('Bruno Lima');

    await product().whatsapp(joana, 'Voltei, ainda não chegou');
    await ana.open(joana.name);
    expect(await why(ana)).toContain('Continuidade: você atendeu este cliente hoje.');
    await bruno.open(joana.name);
    expect(await why(bruno)).toContain('Continuidade: Ana Souza atendeu este cliente hoje.');
    // Both have it open: each is told of the other (B8).
    await ana.page.getByText('Bruno Lima também está aqui').waitFor();
    await bruno.page.getByText('Ana Souza também está aqui').waitFor();
  });

  it('who served them is away: a colleague takes over, and it is said why (F4)', async () => {
    await finish(ana, joana.name);
    await ana.presence('Banheiro');
    await ana.page.getByRole('timer', { name: /^Em pausa há/ }).waitFor();
    await product().whatsapp(joana, 'Só mais uma dúvida');
    await bruno.open(joana.name);
    // A colleague's pause is nobody's business: it reads as an absence (NR-17).
    expect(await why(bruno)).toContain('Ana Souza atendeu este cliente hoje, mas estava ausente.');
    await ana.presence('Disponível');
  });

  it('a queue shows place and age; what is taken and transferred keeps its history for the next (F1, F6)', async () => {
    const gabriela = await product().agent('Gabriela Monteiro', { available: false });
    const tiago = { waId: '5511988770009', name: 'Tiago Reis', phoneNumberId: SALES };
    await product().whatsapp(tiago, 'Quanto custa o tênis do anúncio?');
    await gabriela.open(tiago.name);
    await gabriela.page.getByText('1º de 1 na fila de Vendas').first().waitFor();
    expect(await why(gabriela)).toContain('Neste departamento os atendimentos são assumidos da fila.');

    await ana.open(tiago.name);
    await ana.page.getByRole('button', { name: 'Assumir' }).first().click();
    await ana.field.waitFor();
    await ana.reply('R$ 199, com frete grátis');
    await ana.page.getByRole('button', { name: 'Transferir', exact: true }).click();
    const dialog = ana.page.getByRole('dialog', { name: 'Transferir atendimento' });
    await dialog.getByRole('combobox', { name: 'Buscar atendente ou departamento' }).fill('bruno');
    await dialog.getByRole('option', { name: /Bruno Lima/ }).click();
    await dialog.getByLabel('Observação para quem recebe').fill('Quer tamanho 42');
    await dialog.getByRole('button', { name: 'Transferir', exact: true }).click();

    await bruno.open(tiago.name);
    await bruno.message('R$ 199, com frete grátis').waitFor();
    await bruno.page.getByText(/Ana Souza transferiu .*«Quer tamanho 42»/).waitFor();
    expect(await why(bruno)).toContain('Foi transferido para você.');
    await gabriela.page.getByText('com Bruno Lima').first().waitFor();
  });
});
