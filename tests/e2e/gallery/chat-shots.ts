import type { Page } from 'playwright-core';
import { type Shot, takePictures } from './pictures.ts';

/** Pictures of chat, contact panel and history: `node tests/e2e/gallery/chat-shots.ts FOLDER [name…]`. */
const wide: [number, number] = [1920, 1080];

/** `assets/screenshots/mensagens-*`: every kind of message and every state, light and dark. */
const kindShots: Shot[] = (
  ['arrivals', 'template', 'choices', 'media', 'files', 'oddities', 'states', 'kinds'] as const
).flatMap((talk, index) =>
  (['light', 'dark'] as const).map((theme): Shot => {
    const size: Pick<Shot, 'size'> = talk === 'kinds' ? { size: wide } : {};
    return {
      name: `mensagens-${index + 1}-${theme}`,
      query: `talk=${talk}&theme=${theme}`,
      act: (page) => page.getByRole('button', { name: 'Agora não' }).click(),
      ...size,
    };
  }),
);

const shots: Shot[] = [
  ...kindShots,
  ...(['light', 'dark'] as const).flatMap((theme): Shot[] => [
    { name: `e-mail-${theme}`, query: `talk=mails&stands=mail&theme=${theme}`, act: lookAtMails },
    { name: `e-mail-escrever-${theme}`, query: `talk=mails&stands=mail&uploads&theme=${theme}`, act: writeMail },
    { name: `e-mail-formatado-${theme}`, query: `talk=mails&theme=${theme}`, act: openMailPage },
  ]),
  { name: 'chat-light', query: '' },
  { name: 'chat-dark', query: 'theme=dark' },
  { name: 'chat-light-wide', query: '', size: wide },
  { name: 'chat-dark-wide', query: 'theme=dark', size: wide },
  { name: 'chat-smallest', query: '', size: [1024, 640] },
  { name: 'chat-many', query: 'talk=many', size: wide },
  {
    name: 'chat-many-up',
    query: 'talk=many',
    act: async (page) => {
      await page.getByRole('log').hover();
      for (let turn = 0; turn < 6; turn += 1) {
        await page.mouse.wheel(0, -2500);
        await page.waitForTimeout(150);
      }
    },
  },
  { name: 'chat-focus', query: 'talk=many&focus=many300', act: (page) => page.waitForTimeout(300) },
  { name: 'chat-offline', query: 'state=offline' },
  { name: 'chat-offline-dark', query: 'state=offline&theme=dark' },
  {
    name: 'chat-offline-note',
    query: 'state=offline',
    act: async (page) => page.getByRole('tab', { name: 'Observação' }).click(),
  },
  { name: 'chat-empty', query: 'talk=empty' },
  { name: 'chat-hostile', query: 'talk=hostile' },
  { name: 'chat-queue', query: 'stands=queue' },
  {
    name: 'chat-why-queue',
    query: 'stands=queue',
    act: (page) => page.getByRole('button', { name: /Por que está na fila/ }).click(),
  },
  {
    name: 'chat-offered',
    query: 'stands=offered',
    act: (page) => page.getByRole('button', { name: /Por que veio para mim/ }).click(),
  },
  { name: 'chat-offered-dark', query: 'stands=offered&theme=dark' },
  { name: 'chat-lost', query: 'stands=lost' },
  { name: 'chat-colleague', query: 'stands=colleague&theme=dark' },
  { name: 'chat-finished', query: 'stands=finished' },
  { name: 'chat-closed', query: 'stands=closed' },
  { name: 'chat-gone', query: 'stands=gone' },
  { name: 'chat-lost-image', query: 'lost', act: (page) => scrollTo(page, 'achei a nota') },
  {
    name: 'chat-uploads',
    query: 'uploads&conflict',
    act: (page) => page.getByLabel('Mensagem', { exact: true }).fill('Olha a vitrine nova!'),
  },
  { name: 'chat-attempts', query: '', act: (page) => page.getByRole('button', { name: 'Falha no envio' }).click() },
  {
    name: 'chat-mention',
    query: '',
    act: async (page) => {
      await page.getByRole('tab', { name: 'Observação' }).click();
      await page.getByLabel('Observação interna').pressSequentially('avisa o @b');
    },
  },
  {
    name: 'chat-emoji',
    query: 'theme=dark',
    act: async (page) => {
      await page.getByRole('button', { name: 'Emojis' }).click();
      await page.getByLabel('Buscar emoji').fill('cora');
    },
  },
  {
    name: 'chat-menu',
    query: '',
    act: async (page) => page.getByRole('button', { name: 'Mais ações' }).click(),
  },
  {
    name: 'transfer',
    query: '',
    act: async (page) => {
      await page.getByRole('button', { name: 'Transferir' }).click();
      await page.getByLabel('Buscar atendente ou departamento').press('ArrowDown');
    },
  },
  {
    name: 'transfer-dark',
    query: 'theme=dark',
    act: async (page) => page.getByRole('button', { name: 'Transferir' }).click(),
  },
  {
    name: 'lightbox',
    query: 'theme=dark',
    act: async (page) => {
      await scrollTo(page, 'achei a nota');
      await page.getByRole('button', { name: 'Ampliar imagem' }).click();
    },
  },
  {
    name: 'reasons',
    query: '',
    act: async (page) => page.getByRole('textbox', { name: 'Motivo de contato' }).click(),
  },
  {
    name: 'missing-reason',
    query: 'theme=dark',
    act: async (page) => page.getByRole('button', { name: 'Finalizar atendimento' }).click(),
  },
  {
    name: 'deal-new',
    query: '',
    act: async (page) => {
      await page.getByRole('button', { name: 'Novo negócio' }).click();
      await page.getByLabel('Título').fill('Sofá de três lugares');
      await page.getByLabel('Valor').pressSequentially('2499,9');
      await page.getByText('1 negócio encerrado').click();
    },
  },
  {
    name: 'deal-stage-dark',
    query: 'theme=dark',
    act: (page) => page.getByRole('combobox', { name: /^Etapa de Tênis/ }).click(),
  },
  { name: 'history', query: 'section=history' },
  { name: 'history-dark', query: 'section=history&theme=dark', size: wide },
  {
    name: 'history-open',
    query: 'section=history&stands=finished',
    size: wide,
    act: async (page) => {
      await page.getByRole('grid').press('ArrowDown');
      await page.getByRole('grid').press('Enter');
      await page.getByRole('log').waitFor();
    },
  },
  {
    name: 'history-open-laptop',
    query: 'section=history&stands=finished',
    act: async (page) => {
      await page.getByRole('grid').press('ArrowDown');
      await page.getByRole('grid').press('Enter');
      await page.getByRole('log').waitFor();
    },
  },
  { name: 'history-empty', query: 'section=history&history=0' },
  ...(['arrivals', 'template', 'choices', 'media', 'oddities', 'directs', 'states', 'strained'] as const).flatMap(
    (talk) => [
      { name: `kinds-${talk}`, query: `talk=${talk}` },
      { name: `kinds-${talk}-dark`, query: `talk=${talk}&theme=dark` },
    ],
  ),
  { name: 'kinds-wide', query: 'talk=kinds', size: wide },
  ...(['arrivals', 'choices', 'directs', 'states', 'strained'] as const).map((talk) => ({
    name: `kinds-narrow-${talk}`,
    query: `talk=${talk}&density=compact`,
    size: [724, 900] as [number, number],
    act: async (page: Page) => {
      await page.getByRole('button', { name: 'Agora não' }).click();
      await page.getByRole('article').first().scrollIntoViewIfNeeded();
      await page.getByRole('article').last().hover();
    },
  })),
  {
    name: 'kinds-details',
    query: 'talk=states',
    act: (page) => page.getByRole('button', { name: 'Falha no envio' }).last().click(),
  },
  {
    name: 'kinds-details-dark',
    query: 'talk=states&theme=dark',
    act: (page) => page.getByRole('button', { name: 'Sem confirmação do canal' }).click(),
  },
  {
    name: 'kinds-again',
    query: 'talk=states',
    act: (page) => page.getByRole('button', { name: 'Tentar novamente' }).last().click(),
  },
  {
    name: 'kinds-react',
    query: 'talk=oddities',
    act: (page) => page.getByRole('button', { name: 'Reagir' }).first().click(),
  },
  {
    name: 'kinds-react-all',
    query: 'talk=oddities&theme=dark',
    act: async (page) => {
      await page.getByRole('button', { name: 'Reagir' }).first().click();
      await page.getByRole('button', { name: 'Mais emojis' }).click();
      await page.getByLabel('Buscar emoji').waitFor();
    },
  },
  {
    name: 'kinds-edits',
    query: 'talk=oddities',
    act: (page) => page.getByRole('button', { name: 'Editada' }).click(),
  },
  { name: 'chat-english', query: 'language=en' },
  { name: 'chat-spanish', query: 'language=es&stands=queue' },
];

async function scrollTo(page: Page, text: string): Promise<void> {
  await page.getByText(text).scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
}

async function lookAtMails(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Agora não' }).click();
  await page.getByRole('button', { name: 'Mostrar texto citado' }).click();
  await page.getByRole('button', { name: 'Mostrar detalhes' }).first().click();
}

async function openMailPage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Agora não' }).click();
  await page.getByRole('button', { name: 'Ver e-mail formatado' }).click();
  await page.frameLocator('iframe').getByText('Obrigada pela ajuda!').waitFor();
}

async function writeMail(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Agora não' }).click();
  await page.getByRole('button', { name: 'Cc', exact: true }).click();
  const copies = page.locator('input[aria-label="Com cópia para"]');
  for (const address of ['paulo@cavalcanti.example', 'expedicao@aurora']) {
    await copies.fill(address);
    await copies.press('Enter');
  }
  await page.getByRole('checkbox', { name: 'Incluir histórico' }).check();
  await page.getByLabel('Mensagem', { exact: true }).fill('Segue a etiqueta, com cópia para o Paulo.');
}

await takePictures('chat.html', shots);
