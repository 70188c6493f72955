import type { Locator, Page } from 'playwright-core';

/** «Nova conversa», spoken to by the words on it. */
export interface StartDialog {
  dialog: Locator;
  /** «Número de origem». */
  from: Locator;
  to: Locator;
  create: Locator;
  preview: Locator;
  warning: Locator;
  open(): Promise<void>;
  chooseFrom(name: string): Promise<void>;
  chooseTemplate(name: string): Promise<void>;
  fill(label: string, words: string): Promise<void>;
  /** The dialog «Atenção!» that lies over it. */
  attention: Locator;
  close(): Promise<void>;
}

export function startDialog(page: Page): StartDialog {
  const dialog = page.getByRole('dialog', { name: 'Nova conversa' });
  const from = dialog.getByRole('combobox', { name: 'Número de origem' });
  const template = dialog.getByRole('combobox', { name: 'Escolher modelo' });
  return {
    dialog,
    from,
    to: dialog.getByRole('textbox', { name: 'Para' }),
    create: dialog.getByRole('button', { name: '+ Criar conversa' }),
    preview: dialog.getByRole('region', { name: 'Como o cliente vai ver' }),
    warning: dialog.getByRole('alert'),
    attention: page.getByRole('dialog', { name: 'Atenção!' }),
    async open() {
      await page.getByRole('button', { name: '+ Nova conversa' }).click();
      await dialog.waitFor();
    },
    async chooseFrom(name) {
      await from.click();
      // Cards of the inbox are options too, and name their connection.
      await page.getByRole('option', { name: new RegExp(`^${name} · `) }).click();
    },
    async chooseTemplate(name) {
      await template.click();
      await page.getByRole('option', { name }).click();
    },
    fill: (label, words) => dialog.getByRole('textbox', { name: label }).fill(words),
    async close() {
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    },
  };
}
