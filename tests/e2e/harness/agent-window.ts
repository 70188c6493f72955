import type { Locator, Page } from 'playwright-core';

/**
 * An agent's window, spoken to by the words on it. Every wait fails by playwright's own limit with what was looked for.
 */
export interface AgentWindow {
  page: Page;
  list: Locator;
  log: Locator;
  panel: Locator;
  /** Card of a customer in the list. */
  card(title: string): Locator;
  open(title: string): Promise<void>;
  tab(name: 'Todos' | 'Meus' | 'Sem atendente'): Promise<void>;
  field: Locator;
  noteField: Locator;
  reply(text: string): Promise<void>;
  note(text: string): Promise<void>;
  /** A message of the log by its text. */
  message(text: string): Locator;
  presence(state: 'Disponível' | 'Ausente' | 'Banheiro' | 'Sair'): Promise<void>;
  toast(text: string): Promise<void>;
  /** The screen's alert of a lost connection. */
  lost: Locator;
}

export const LOST = 'Perda de conexão. Você está offline. Aguarde um instante para realizar o envio de mensagens';

export function agentWindow(page: Page): AgentWindow {
  const field = page.getByRole('textbox', { name: 'Mensagem', exact: true });
  const noteField = page.getByRole('textbox', { name: 'Observação interna' });
  const log = page.getByRole('log', { name: 'Mensagens' });
  const list = page.getByRole('listbox', { name: 'Lista de atendimentos' });
  const side = (name: 'Responder' | 'Observação') =>
    page.getByRole('tablist', { name: 'O que escrever' }).getByRole('tab', { name });
  const card = (title: string) => list.getByRole('option').filter({ hasText: title });
  return {
    page,
    list,
    log,
    panel: page.getByRole('complementary', { name: 'Contato' }),
    field,
    noteField,
    card,
    async open(title) {
      // A pointer on the list holds the order, as for a person on the way to a row: what is clicked is what was aimed at.
      await card(title).first().hover();
      await card(title).first().click();
      // Whoever reads a conversation has the pointer there: over the list it would keep every row where it is.
      await page.getByRole('heading', { level: 2, name: title }).first().hover();
    },
    async tab(name) {
      await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    },
    async reply(text) {
      if (!(await field.isVisible())) await side('Responder').click();
      await field.fill(text);
      await field.press('Enter');
    },
    async note(text) {
      await side('Observação').click();
      await noteField.fill(text);
      await page.getByRole('button', { name: 'Registrar' }).click();
      await side('Responder').click();
    },
    message: (text) => log.getByRole('article').filter({ hasText: text }),
    async presence(state) {
      await page.getByRole('button', { name: /Presença e conta$/ }).click();
      await page.getByRole('menuitem', { name: state, exact: true }).click();
    },
    toast: (text) => page.getByRole('alert').filter({ hasText: text }).first().waitFor(),
    lost: page.getByRole('alert').filter({ hasText: LOST }),
  };
}

export const PASSWORD = 'turno-demo-2026';
export const emailOf = (name: string): string => `${name.split(' ')[0]?.toLowerCase()}@aurora.example`;

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Senha', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
}

/** On a machine without a keyring the person is asked where the key of the files goes. */
export async function protectByFile(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Em um arquivo deste usuário' }).check();
  await page.getByRole('button', { name: 'Continuar' }).click();
}
