import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { plainFilterLists } from '../../src-shared/protocol/defaults.ts';
import { type Desktop, openDesktop } from '../simulators/desktop.ts';
import { emailOf, PASSWORD } from './harness/agent-window.ts';
import { photo, photoJpeg } from './harness/pictures.ts';
import { startDialog } from './harness/start-dialog.ts';
import { makeTemplate } from './harness/template.ts';
import { type Agent, openProduct, type Product } from './harness.ts';

/**
 * `node tests/e2e/screenshots.ts [FOLDER]`, after `npm run build`: the pictures of the README, from the whole product in
 * the middle of a morning of the demo shop. Not a test: whoever changes the interface runs it and looks.
 */
const shots = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'assets', 'screenshots');
const folder = await mkdtemp(join(tmpdir(), 'turno-shots-'));
const clockFile = join(folder, 'clock');

/** «11:26» of today, in São Paulo, or tomorrow's when that is over: the clock only goes forward. */
function setClock(time: string): Promise<void> {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const inSaoPaulo = new Date(Date.now() - 3 * 3_600_000);
  const wanted = Date.UTC(
    inSaoPaulo.getUTCFullYear(),
    inSaoPaulo.getUTCMonth(),
    inSaoPaulo.getUTCDate() + (inSaoPaulo.getUTCHours() >= 8 ? 1 : 0),
    hours + 3,
    minutes,
  );
  return writeFile(clockFile, String(wanted - Date.now()));
}

const SALES = '106540352242923';
let nextNumber = 5511987650000;
const numbers = new Map<string, string>();

async function writes(
  product: Product,
  name: string,
  lines: (string | { bytes: Uint8Array; mime: string })[],
  to?: string,
) {
  const waId = numbers.get(name) ?? String(++nextNumber);
  numbers.set(name, waId);
  for (const line of lines) {
    const { delivered } = product.graph.customerWrites({
      waId,
      name,
      ...(to === undefined ? {} : { phoneNumberId: to }),
      ...(typeof line === 'string' ? { text: line } : { image: line }),
    });
    await delivered;
  }
}

const everything = {
  tab: 'all',
  status: 'open',
  order: 'newest',
  ...plainFilterLists,
} as const;

async function idOf(desk: Desktop, title: string): Promise<string> {
  const args = { filter: { ...everything, ...plainFilterLists }, start: 0, count: 50 };
  const { rows } = await desk.until('inbox.list', args, (list) => list.rows.some((row) => row.title === title));
  return rows.find((row) => row.title === title)?.id ?? '';
}

/** Somebody at work behind their own desktop, without a window. */
async function atWork(product: Product, name: string) {
  const desk = await openDesktop({ serverUrl: product.backend().url });
  const signedIn = await desk.signIn(PASSWORD, emailOf(name));
  if (!signedIn.ok) throw new Error(`${name} could not sign in: ${signedIn.reason}`);
  await desk.online();
  const directory = await desk.see('directory', {});
  const conversation = (title: string) => idOf(desk, title);
  /** A command is done when the server has it: the next one may be another person's, and the clock moves on. */
  const done = () => desk.until('outbox', {}, ({ pending }) => pending.length === 0);
  return {
    desk,
    async is(state: 'available' | 'away') {
      await desk.act('server.presence.set', { state, reason: null });
      await done();
    },
    async replies(title: string, text: string) {
      const conversationId = await conversation(title);
      await desk.act('server.message.send', { conversationId, text, mediaId: null, quotedMessageId: null });
      await done();
      await product.graph.settled();
    },
    async notes(title: string, text: string, mentions: string[] = []) {
      const mentionIds = directory.people.filter((person) => mentions.includes(person.name)).map(({ id }) => id);
      await desk.act('server.note.add', { conversationId: await conversation(title), text, mentionIds });
      await done();
    },
    async tags(title: string, tag: string) {
      const view = await desk.see('conversation', { conversationId: await conversation(title) });
      const tagId = directory.tags.find(({ name: one }) => one === tag)?.id ?? '';
      await desk.act('server.contact.tag', { contactId: view?.contactId ?? '', tagId });
      await done();
    },
    async takes(title: string) {
      await desk.act('server.conversation.take', { conversationId: await conversation(title) });
      await done();
    },
    /** Came by distribution. */
    async gets(title: string) {
      const conversationId = await conversation(title);
      await desk.until('conversation', { conversationId }, (view) => view?.mine === true);
    },
    async finishes(title: string, reason: string, description: string) {
      const reasonId = directory.reasons.find(({ name: one }) => one === reason)?.id ?? null;
      await desk.act('server.conversation.finish', {
        conversationId: await conversation(title),
        reasonId,
        description,
      });
      await done();
    },
  };
}

async function morning(product: Product): Promise<void> {
  const ana = await atWork(product, 'Ana Souza');
  const bruno = await atWork(product, 'Bruno Lima');
  await bruno.is('away');
  await ana.is('available');
  const finished: [string, string, string[], string, string, string, string][] = [
    [
      '08:04',
      '08:11',
      ['bom dia! meu pedido 48213 consta entregue mas não chegou nada aqui'],
      'Bom dia! A transportadora entregou na portaria, bloco B.',
      'Patrícia Nogueira',
      'Rastreamento',
      'Entregue na portaria do bloco B; cliente localizou',
    ],
    [
      '08:15',
      '08:31',
      ['O liquidificador veio 220V, pedi 110V'],
      'Já abri a troca, a coleta será amanhã até 18h.',
      'Edson Carvalho',
      'Produto errado',
      'Troca aberta, coleta amanhã até 18h',
    ],
    [
      '08:22',
      '08:47',
      ['Oi, queria a 2a via da nota fiscal por favor'],
      'Enviei para o seu e-mail agora.',
      'Luciana Prates',
      'Nota fiscal',
      'Nota reenviada por e-mail',
    ],
    [
      '08:40',
      '09:02',
      ['a blusa manchou na primeira lavagem 😢', 'segui a etiqueta certinho'],
      'Sinto muito! Vamos trocar sem custo.',
      'Sueli Amaral',
      'Defeito',
      'Troca por defeito, sem custo',
    ],
    [
      '08:55',
      '09:06',
      ['Só passei pra elogiar a entrega, super rápida!'],
      'Que bom saber! Obrigada pelo carinho 😊',
      'Mateus Figueira',
      'Elogio',
      'Elogio à entrega em Recife',
    ],
    [
      '09:01',
      '09:24',
      ['Dá pra mudar o endereço do pedido 48377?'],
      'Alterado! O novo prazo é quinta-feira.',
      'Renata Quintela',
      'Alteração de endereço',
      'Endereço alterado antes do envio',
    ],
  ];
  for (const [came, ended, lines, answer, name, reason, description] of finished) {
    await setClock(came);
    await writes(product, name, lines);
    await ana.gets(name);
    await setClock(ended);
    await ana.replies(name, answer);
    await ana.finishes(name, reason, description);
  }

  await setClock('09:48');
  await writes(product, 'Patrícia Nogueira', ['Oi de novo! Agora quero trocar o tamanho do vestido']);
  await ana.gets('Patrícia Nogueira');
  await ana.replies('Patrícia Nogueira', 'Claro! Qual tamanho você precisa?');
  await setClock('10:05');
  await writes(product, 'Nelson Batista', ['Boa tarde, vcs fazem atacado? preciso de 40 uniformes'], SALES);
  await ana.takes('Nelson Batista');
  await ana.tags('Nelson Batista', 'Atacado');
  await ana.replies('Nelson Batista', 'Fazemos sim! Acima de 30 peças o desconto é de 18%.');
  await setClock('10:12');
  await writes(product, 'Nelson Batista', ['opa, me manda a tabela então'], SALES);
  await setClock('10:31');
  await ana.is('away');
  await bruno.is('available');
  await writes(product, 'Valéria Cunha', [
    'paguei o pix e o pedido não confirmou!!',
    { bytes: photo, mime: 'image/png' },
  ]);
  await bruno.gets('Valéria Cunha');
  product.graph.faults.failDeliveries(1, 131026);
  await bruno.is('away');
  await ana.is('available');
  await bruno.replies('Valéria Cunha', 'Oi, Valéria! Recebi o comprovante, já estou conferindo com o financeiro.');
  await setClock('10:44');
  await writes(product, 'Gustavo Peixoto', ['A caixa chegou toda amassada', { bytes: photoJpeg, mime: 'image/jpeg' }]);
  await ana.gets('Gustavo Peixoto');
  await ana.tags('Gustavo Peixoto', 'Entrega');
  await setClock('10:58');
  await writes(product, 'Tereza Guimarães', ['tem previsão de chegada da cadeira branca?'], SALES);
  await setClock('11:02');
  await writes(product, 'Igor Mesquita', ['consegue segurar o preço até sexta?'], SALES);
  await setClock('11:07');
  await writes(product, 'Marcos Leal', [
    'oi bom dia, o tênis que comprei veio 38 e eu pedi 41',
    { bytes: photoJpeg, mime: 'image/jpeg' },
  ]);
  await ana.gets('Marcos Leal');
  await ana.tags('Marcos Leal', 'Troca');
  await ana.tags('Marcos Leal', 'Cliente VIP');
  await setClock('11:09');
  await ana.replies('Marcos Leal', 'Bom dia, Marcos! Desculpe pelo engano. Já estou vendo se temos o 41 no estoque.');
  await setClock('11:12');
  await ana.notes('Marcos Leal', '@Bruno Lima confere se ainda temos o 41 na loja do centro?', ['Bruno Lima']);
  await bruno.notes('Marcos Leal', 'Temos 3 pares, separei um no nome dele.');
  await setClock('11:14');
  await ana.replies('Marcos Leal', 'Temos! Separei um par para você. Prefere retirar na loja ou receber em casa?');
  await setClock('11:17');
  await writes(product, 'Marcos Leal', ['em casa por favor', 'vocês retiram o 38 na mesma hora?']);
  await setClock('11:19');
  await writes(product, 'Dona Elza', ['Minha filha, eu não entendo de internet, me ajuda']);
  await ana.gets('Dona Elza');
  await ana.is('away');
  await setClock('11:21');
  await writes(product, 'Cláudio Reis', ['cadê minha resposta??', 'vou pro reclame aqui']);
  await product.graph.settled();
  await ana.desk.close();
  await bruno.desk.close();
}

async function take(page: Page, name: string): Promise<void> {
  // Pictures and the panel's fonts are there when nothing moved for a while.
  await page.waitForTimeout(1_500);
  await page.mouse.move(700, 5);
  await page.screenshot({ path: join(shots, name) });
}

/** «Nova conversa» with somebody who never wrote, and the composer that then waits for their answer. */
async function writeFirst({ page, message }: Agent): Promise<void> {
  const start = startDialog(page);
  await start.open();
  await start.chooseFrom('WhatsApp Vendas');
  await start.to.pressSequentially('81991234567');
  await start.chooseTemplate('colecao_de_verao');
  await start.dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'vitrine.jpg', mimeType: 'image/jpeg', buffer: photoJpeg });
  await start.dialog.getByRole('textbox', { name: 'Código para o cliente copiar' }).fill('VERAO15');
  await start.fill('Campo 1', 'Renata');
  await start.fill('Campo 2', '15%');
  await takeBoth(page, 'nova-conversa');
  await start.create.click();
  await start.dialog.waitFor({ state: 'detached' });
  await message('Renata, a coleção de verão chegou!').waitFor();
  await takeBoth(page, 'janela-fechada');
}

async function takeBoth(page: Page, name: string): Promise<void> {
  await take(page, `${name}-light.png`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, `${name}-dark.png`);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function main(): Promise<void> {
  await mkdir(shots, { recursive: true });
  await setClock('08:00');
  await makeTemplate(join(folder, 'template'));
  await using product = await openProduct(join(folder, 'template'), clockFile);
  await morning(product);
  await setClock('11:24');
  const shop = await product.visitor(1);
  await shop.says('Oi! O Tênis Orla tem na cor verde?');
  const ana = await product.agent('Ana Souza', { context: { permissions: ['notifications'] } });
  await ana.open('Visitante 1');
  await ana.page.getByRole('button', { name: 'Assumir' }).click();
  await ana.reply('Oi! Tem sim, do 34 ao 41 😊');
  await shop.sees('Tem sim, do 34 ao 41');
  await shop.says('Perfeito! E o prazo para Florianópolis?');
  await ana.message('prazo para Florianópolis').waitFor();
  await ana.reply('Chega em até 3 dias úteis, com frete grátis acima de R$ 199.');
  await shop.sees('Chega em até 3 dias úteis');
  await take(shop.page, 'widget.png');

  await ana.open('Marcos Leal');
  await ana.field.fill('Sim, Marcos! O entregador leva o 41 e já retira o 38.');
  await take(ana.page, 'inbox-light.png');
  await ana.page.emulateMedia({ colorScheme: 'dark' });
  await take(ana.page, 'inbox-dark.png');
  await ana.page.emulateMedia({ colorScheme: 'light' });
  await ana.page.setViewportSize({ width: 1920, height: 1080 });
  await take(ana.page, 'inbox-wide.png');
  await ana.page.setViewportSize({ width: 1366, height: 768 });

  await writeFirst(ana);

  product.network.down();
  await ana.lost.waitFor();
  await ana.note('Avisar o Marcos assim que a conexão voltar');
  await take(ana.page, 'offline.png');
  product.network.up();
  await ana.lost.waitFor({ state: 'detached' });

  await ana.page.getByRole('navigation', { name: 'Seções' }).getByRole('button', { name: 'Histórico' }).click();
  const table = ana.page.getByRole('grid', { name: 'Histórico' });
  await table.getByRole('row').filter({ hasText: 'Sueli Amaral' }).click();
  await ana.page.getByText('Vamos trocar sem custo.').waitFor();
  await take(ana.page, 'history.png');
}

try {
  await main();
} finally {
  await rm(folder, { recursive: true, force: true });
}
