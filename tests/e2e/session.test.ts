import { describe, expect, it } from 'vitest';
import { agentWindow, PASSWORD, protectByFile, signIn } from './harness/agent-window.ts';
import { productOfFile } from './harness/product-of-file.ts';

describe('Signing in and out', () => {
  const product = productOfFile();

  it('says that e-mail or password are wrong, and then lets the right person in', async () => {
    const { page } = await product().desktop();
    await signIn(page, 'bruno@aurora.example', 'senha-errada');
    await page.getByRole('alert').filter({ hasText: 'E-mail ou senha incorretos.' }).waitFor();
    await signIn(page, 'bruno@aurora.example');
    await protectByFile(page);
    await page.getByRole('heading', { name: 'Atendimento', level: 1 }).waitFor();
    await page.getByText('Nenhum atendimento em aberto').waitFor();
    // His desktop goes on without a window, and would be given the customers of the tests below.
    await agentWindow(page).presence('Ausente');
    await page.getByRole('button', { name: 'Bruno Lima, Ausente. Presença e conta' }).waitFor();
    await page.context().close();
  });

  it('makes a person who keeps guessing wait, and says how long', async () => {
    const { page } = await product().desktop();
    const alert = page.getByRole('alert');
    for (let guess = 1; guess <= 10; guess += 1) {
      await signIn(page, 'felipe@aurora.example', `palpite-${guess}`);
      await page.getByRole('button', { name: 'Entrar', exact: true, disabled: false }).waitFor();
      await alert.waitFor();
      if (/Muitas tentativas/.test((await alert.textContent()) ?? '')) break;
    }
    await expect.poll(() => alert.textContent()).toMatch(/^Muitas tentativas\. Tente de novo em \d+/);
    await page.context().close();
  });

  it('locks the files with the password, and opens them with it, without a network', async () => {
    const first = await product().desktop();
    await signIn(first.page, 'camila@aurora.example');
    await first.page.getByLabel('Sua senha').fill(PASSWORD);
    await first.page.getByRole('button', { name: 'Continuar' }).click();
    await first.page.getByRole('tab', { name: /^Todos/ }).waitFor();
    await first.context.close();
    await first.program.end();

    product().network.down();
    const { page } = await product().desktop({ folder: first.folder });
    await page.getByRole('heading', { name: 'Dados protegidos' }).waitFor();
    await page.getByText(/^Camila Torres, digite sua senha/).waitFor();
    await page.getByLabel('Senha', { exact: true }).fill('outra-senha');
    await page.getByRole('button', { name: 'Desbloquear' }).click();
    await page.getByText('Senha incorreta.').waitFor();
    await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Desbloquear' }).click();
    await page.getByRole('tab', { name: /^Todos/ }).waitFor();
    await agentWindow(page).lost.waitFor();
    product().network.up();
    await agentWindow(page).lost.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('pauses with a reason and a timer, and does not let go of who still serves', async () => {
    const ana = await product().agent('Ana Souza');
    await ana.presence('Banheiro');
    await ana.page.getByRole('button', { name: 'Ana Souza, Em pausa: Banheiro. Presença e conta' }).waitFor();
    await ana.page.getByRole('timer', { name: /^Em pausa há/ }).waitFor();
    await ana.presence('Disponível');
    await ana.page.getByRole('timer').waitFor({ state: 'detached' });

    const joana = { waId: '5511987650001', name: 'Joana Prado' };
    await product().whatsapp(joana, 'Meu pedido não chegou');
    await ana.card('Joana Prado').waitFor();
    await ana.presence('Sair');
    const refusal = ana.page.getByRole('dialog', { name: 'Atenção!' });
    await refusal
      .getByText(
        'Você não pode sair enquanto houver atendimentos em andamento. Finalize-os ou transfira-os para sair.',
        { exact: true },
      )
      .waitFor();
    await refusal.getByRole('button', { name: 'Entendi' }).click();

    await ana.open('Joana Prado');
    await ana.panel.getByRole('button', { name: 'Finalizar atendimento' }).click();
    await ana.page
      .getByRole('textbox', { name: 'Atendimento finalizado' })
      .or(ana.page.getByPlaceholder('Atendimento finalizado'))
      .waitFor();
    await ana.presence('Sair');
    await ana.page.getByRole('heading', { name: 'Entrar no Turno' }).waitFor();
  });
});
