import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainFilterLists } from '../../src-shared/protocol/defaults.ts';
import { openDesktop } from '../simulators/desktop.ts';
import { emailOf, PASSWORD } from './harness/agent-window.ts';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent, Product } from './harness.ts';

const HUNDRED_DAYS = 100 * 86_400_000;
const clockFile = join(await mkdtemp(join(tmpdir(), 'turno-clock-')), 'clock');
await writeFile(clockFile, '0');

const joao = { waId: '5511987650003', name: 'João Araújo' };
const rita = { waId: '5511987650004', name: 'Rita Sampaio' };

/** At another machine, longer ago than this one keeps. */
async function servedLongAgo(product: Product): Promise<void> {
  for (let number = 1; number <= 30; number += 1) await product.whatsapp(joao, `Antes ${number}`);
  await product.whatsapp(joao, 'O girassol de cerâmica chegou quebrado');
  for (let number = 1; number <= 30; number += 1) await product.whatsapp(joao, `Depois ${number}`);
  const desk = await openDesktop({ serverUrl: product.backend().url });
  await desk.signIn(PASSWORD, emailOf('Ana Souza'));
  await desk.online();
  const filter = { tab: 'all', status: 'open', order: 'newest', ...plainFilterLists } as const;
  const { rows } = await desk.until('inbox.list', { filter, start: 0, count: 9 }, (list) => list.rows.length > 0);
  const conversationId = rows[0]?.id ?? '';
  const { reasons } = await desk.see('directory', {});
  await desk.act('server.conversation.take', { conversationId });
  const finish = { conversationId, reasonId: reasons[0]?.id ?? null, description: 'Troca combinada' };
  await desk.act('server.conversation.finish', finish);
  await desk.until('conversation', { conversationId }, (view) => view?.status === 'finished' && !view.pendingFinish);
  await desk[Symbol.asyncDispose]();
  await writeFile(clockFile, String(HUNDRED_DAYS));
}

describe('Searching', () => {
  let ana: Agent;
  const product = productOfFile(async (opened) => {
    await servedLongAgo(opened);
    ana = await opened.agent('Ana Souza');
    await opened.whatsapp(rita, 'Meu CPF é 529.982.247-25');
    for (let number = 1; number <= 40; number += 1) await opened.whatsapp(rita, `Linha ${number}`);
    await ana.card('Rita Sampaio').filter({ hasText: 'Linha 40' }).waitFor();
  }, clockFile);
  const box = () => ana.page.getByRole('searchbox', { name: 'Buscar conversas e mensagens' });
  const results = () => ana.page.getByRole('listbox', { name: 'Resultados da busca' });

  /** In view, and marked for a moment. */
  async function openedAt(text: string): Promise<void> {
    const found = ana.message(text);
    await found.waitFor();
    await expect.poll(() => found.evaluate(isMarked)).toBe(true);
    await expect.poll(() => found.evaluate(isOnScreen)).toBe(true);
  }

  it('brings what only the server has, marked as such, and opens it at the message', async () => {
    await box().fill('ceramica girassol');
    const older = results().getByRole('group', { name: 'Mais antigas, no servidor' });
    await older.getByRole('option', { name: /João Araújo.*no servidor/ }).waitFor();
    await box().press('Enter');
    await ana.page.getByRole('heading', { level: 2, name: 'João Araújo' }).waitFor();
    await openedAt('O girassol de cerâmica chegou quebrado');
    await box().press('Escape');
  });

  it('works without a connection, numbers however they are spelled, and says what was not searched', async () => {
    product().network.down();
    await ana.lost.waitFor();
    await box().fill('52998224725');
    await results()
      .getByRole('option', { name: /529\.982\.247-25/ })
      .waitFor();
    await ana.page.getByText('Sem conexão: o que está só no servidor não foi procurado.').waitFor();
    await box().press('Enter');
    await openedAt('Meu CPF é 529.982.247-25');
  });

  it('finds offline what was brought from the server before', async () => {
    await box().fill('"girassol de cerâmica"');
    await results()
      .getByRole('option', { name: /João Araújo/ })
      .click();
    await openedAt('O girassol de cerâmica chegou quebrado');
    await box().press('Escape');
    product().network.up();
  });
});

function isOnScreen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

function isMarked(element: Element): boolean {
  return element.closest('[data-found="true"]') !== null || element.querySelector('[data-found="true"]') !== null;
}
