import type { Locator, Page } from 'playwright-core';

/** A visitor of the shop with the chat open. */
export interface ShopWindow {
  page: Page;
  log: Locator;
  field: Locator;
  says(text: string): Promise<void>;
  sendsPicture(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void>;
  /** Waits until the visitor sees this text. */
  sees(text: string | RegExp): Promise<void>;
}

export async function shopWindow(page: Page): Promise<ShopWindow> {
  await page.getByRole('button', { name: /^Abrir o chat/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const field = page.getByRole('textbox', { name: 'Escreva sua mensagem' });
  const log = page.getByRole('log', { name: 'Mensagens' });
  return {
    page,
    log,
    field,
    async says(text) {
      await field.fill(text);
      await field.press('Enter');
    },
    async sendsPicture(file) {
      await page.locator('input[type=file]').setInputFiles(file);
    },
    sees: (text) => log.getByText(text).first().waitFor(),
  };
}
