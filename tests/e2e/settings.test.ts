import { describe, expect, it } from 'vitest';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent } from './harness.ts';

/** A section of «Configurações», in somebody's window. */
async function section({ page }: Agent, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Configurações' }).click();
  await page.getByRole('navigation', { name: 'Configurações' }).getByRole('button', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 2 }).waitFor();
}

describe('Settings of the operation', () => {
  const product = productOfFile();

  it('a supervisor changes a department’s rule and the special hours, finds both in the history, and undoes', async () => {
    const gabriela = await product().agent('Gabriela Monteiro');
    const { page } = gabriela;
    await section(gabriela, 'Departamentos');
    await page
      .getByRole('list', { name: 'Departamentos' })
      .getByRole('button', { name: /^Suporte/ })
      .click();
    await page.getByRole('combobox', { name: 'Regra' }).click();
    await page.getByRole('option', { name: 'Rodízio' }).click();
    await page.getByRole('button', { name: 'Salvar alterações' }).click();
    await gabriela.toast('Alterações salvas.');

    await section(gabriela, 'Continuidade');
    const continuity = page.getByRole('form', { name: 'Continuidade' });
    const start = page.getByLabel('Segunda-feira, período 2: início');
    await start.fill('9');
    await continuity.getByRole('button', { name: 'Salvar alterações' }).click();
    await page.getByText('Este período se sobrepõe a outro do mesmo dia.').waitFor();
    await start.fill('12');
    await continuity.getByRole('button', { name: 'Salvar alterações' }).click();
    await continuity.getByRole('button', { name: 'Salvar alterações', disabled: true }).waitFor();

    await section(gabriela, 'Histórico de alterações');
    const changes = page.getByRole('list', { name: 'Histórico de alterações' }).getByRole('listitem');
    await changes.first().waitFor();
    await expect
      .poll(() => changes.allTextContents())
      .toEqual([
        expect.stringMatching(/^Continuidade · alteração.*Horário especial, Segunda-feira.*12:00–13:20/s),
        expect.stringMatching(/^Departamento «Suporte» · alteração.*Menos ocupado → Rodízio/s),
      ]);
    await page.getByRole('button', { name: 'Desfazer: Departamento «Suporte»' }).click();
    await gabriela.toast('Alteração desfeita.');
    await changes.filter({ hasText: 'alteração desfeita' }).waitFor();

    await section(gabriela, 'Departamentos');
    await page
      .getByRole('list', { name: 'Departamentos' })
      .getByRole('button', { name: /^Suporte/ })
      .click();
    await expect.poll(() => page.getByRole('combobox', { name: 'Regra' }).inputValue()).toBe('Menos ocupado');
    // Her desktop goes on without a window, and would be given the customer of the test below.
    await gabriela.presence('Ausente');
    await page.getByRole('button', { name: 'Gabriela Monteiro, Ausente. Presença e conta' }).waitFor();
    await page.context().close();
  });

  it('an agent pauses with a reason and a timer; a colleague gets the customer and sees only that she is away', async () => {
    const ana = await product().agent('Ana Souza');
    await ana.presence('Banheiro');
    await ana.page.getByRole('button', { name: 'Ana Souza, Em pausa: Banheiro. Presença e conta' }).waitFor();
    await ana.page.getByRole('timer', { name: /^Em pausa há/ }).waitFor();

    // Nobody on a pause is given a customer.
    const bruno = await product().agent('Bruno Lima');
    await product().whatsapp({ waId: '5511987650042', name: 'Rita Lemos' }, 'Alguém aí?');
    await bruno.open('Rita Lemos');
    await bruno.page.getByRole('button', { name: 'Transferir', exact: true }).click();
    const dialog = bruno.page.getByRole('dialog', { name: 'Transferir atendimento' });
    const target = dialog.getByRole('option').filter({ hasText: 'Ana Souza' });
    await expect.poll(() => target.textContent()).toMatch(/ausente/i);
    expect(await bruno.page.locator('body').textContent()).not.toContain('Banheiro');
    await bruno.page.keyboard.press('Escape');

    await ana.presence('Disponível');
    await ana.page.getByRole('timer').waitFor({ state: 'detached' });
    await ana.page.getByRole('button', { name: /Presença e conta$/ }).click();
    await ana.page.getByText(/^Próxima pausa: (descanso|refeição) de \d+ min às \d{2}:\d{2}/).waitFor();
    await ana.page.context().close();
    await bruno.page.context().close();
  });
});
