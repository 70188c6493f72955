import { describe, expect, it } from 'vitest';
import { productOfFile } from './harness/product-of-file.ts';

describe('«Ajuda → Diagnóstico»', () => {
  const product = productOfFile();

  it('runs signed out and signed in, with every number, and what is copied names nobody', async () => {
    const signedOut = await product().desktop();
    await signedOut.page.getByRole('button', { name: 'Diagnóstico', exact: true }).click();
    await signedOut.page
      .getByRole('dialog', { name: 'Diagnóstico' })
      .getByText(/^Conferido:/)
      .waitFor();
    await signedOut.page.getByText('É possível escrever', { exact: false }).waitFor();
    await signedOut.page.context().close();

    const { page } = await product().agent('Ana Souza');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Configurações' }).click();
    const menu = page.getByRole('navigation', { name: 'Configurações' });
    await menu.getByRole('button', { name: 'Diagnóstico', exact: true }).click();
    await page.getByText(/^Conferido:/).waitFor();
    const rows = await page.getByRole('list', { name: 'Resultado' }).getByRole('listitem').allTextContents();
    expect(rows).toHaveLength(10);
    for (const [index, name] of ['Servidor', 'Conexão em tempo real', 'Versão'].entries()) {
      expect(rows[index]).toMatch(new RegExp(`^${index + 1}\\. ${name}.*Tudo certo\\d+ ms$`));
    }
    expect(rows[5]).toMatch(/Os arquivos estão íntegros\.Tudo certo/);
    await page.getByRole('button', { name: 'Copiar', exact: true }).click();
    await page.getByText('Diagnóstico copiado').waitFor();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toContain('1. Servidor: Tudo certo');
    expect(report).not.toMatch(/ana|souza|127\.0\.0\.1|@/i);
    const shots = process.env.TURNO_SHOTS;
    if (shots !== undefined) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${shots}/diagnostics-${colorScheme}.png` });
      }
    }
  });
});
