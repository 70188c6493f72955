import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSocialGraph, type SocialGraph } from '../simulators/graph-api/social/social-graph.ts';
import { type MailServers, startMailServers } from '../simulators/mail/mail-servers.ts';
import { mailboxOn, writeShopFile } from './harness/shop-file.ts';
import { type Agent, openProduct, type Product } from './harness.ts';

const SHOP = 'loja@aurora.test';
const JOANA = 'joana@casa.test';
const CPF = '52998224725';
const account = { product: 'instagram', accountId: '17841400000000001' } as const;
const secrets = { accessToken: 'EAAG-e2e', appSecret: 'e2e-secret' };
/** Real servers for the mail, the stand-in for Meta for WhatsApp and Instagram, and Ana's window before all of it. */
describe('A customer who writes from one place and then from another', () => {
  let servers: MailServers;
  let instagram: SocialGraph;
  let product: Product;
  let ana: Agent;
  let folder: string;

  beforeAll(async () => {
    servers = await startMailServers();
    for (const box of [SHOP, JOANA]) await servers.addMailbox(box);
    instagram = await createSocialGraph({ ...secrets, accounts: [account] });
    folder = await mkdtemp(join(tmpdir(), 'turno-e2e-across-'));
    const direct = {
      ...{ channel: 'instagram', name: 'Instagram', department: 'Suporte', username: 'loja.aurora' },
      ...{ accountId: account.accountId, ...secrets, verifyToken: 'e2e-verify', graphUrl: instagram.graphUrl },
    };
    const provision = join(folder, 'workspace.json');
    await writeShopFile(provision, [mailboxOn(servers, SHOP), direct]);
    product = await openProduct(inject('template'), null, provision);
    instagram.setCallback('instagram', `${product.backend().url}/webhooks/instagram`);
    ana = await product.agent('Ana Souza');
  });
  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
    await instagram?.close();
    await servers?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const region = (name: string) => ana.panel.getByRole('region', { name });
  const notes = async (field: string, text: string) => {
    await ana.panel.getByRole('button', { name: `Preencher ${field}` }).click();
    await ana.page.keyboard.type(text);
    await ana.page.keyboard.press('Enter');
    await ana.panel.getByRole('button', { name: new RegExp(`^Editar ${field}: `) }).waitFor();
  };
  const timelineShows = async (...texts: string[]) => {
    await ana.panel.getByRole('tab', { name: 'Linha do tempo' }).click();
    const timeline = ana.panel.getByRole('listbox', { name: 'Linha do tempo' });
    for (const text of texts) await timeline.getByRole('option').filter({ hasText: text }).first().waitFor();
    await ana.panel.getByRole('tab', { name: 'Ficha' }).click();
  };
  const joinsBoth = async () => {
    await ana.page.getByRole('button', { name: 'Mais ações' }).click();
    await ana.page.getByRole('menuitem', { name: 'Juntar com outro atendimento…' }).click();
    const joining = ana.page.getByRole('dialog', { name: 'Juntar com outro atendimento' });
    await joining.getByRole('radio').first().waitFor();
    await joining.getByRole('button', { name: 'Juntar' }).click();
    await joining.waitFor({ state: 'detached' });
    await ana.page.getByRole('button', { name: 'Junto com 1 atendimento' }).waitFor();
  };
  const way = () => ana.page.getByRole('combobox', { name: 'Responder por' });
  const direct = (person: { id: string; name: string; username: string }, text: string) =>
    instagram.customerWrites({ person, text }).delivered;

  describe('about a product on WhatsApp, and days later about the delivery on Instagram', () => {
    const marcos = { waId: '5511987650077', name: 'Marcos Leal' };
    const there = { id: '6290000000000077', name: '', username: 'marcos.leal' };

    it('is one customer as soon as both told their CPF, with both conversations in one timeline', async () => {
      await product.whatsapp(marcos, 'a geladeira inox de vcs tem em 220v? meu CPF é 529.982.247-25');
      await ana.open('Marcos Leal');
      await ana.message('a geladeira inox').waitFor();
      await notes('CPF', CPF);
      await direct(there, 'oi, comprei a geladeira. CPF 529.982.247-25. chega quando?');
      await ana.open('@marcos.leal');
      await ana.message('chega quando?').waitFor();
      await notes('CPF', CPF);
      await ana.panel.getByText('(11) 98765-0077').waitFor();
      await timelineShows('a geladeira inox', 'comprei a geladeira', 'Mesma pessoa reconhecida');
    });

    it('is served in one conversation, answered where they last wrote', async () => {
      await joinsBoth();
      await ana.message('a geladeira inox').waitFor();
      await ana.message('chega quando?').waitFor();
      await expect.poll(() => way().inputValue()).toMatch(/^Instagram/);
      await ana.reply('Chega amanhã, Marcos!');
      await expect.poll(() => instagram.businessMessages().at(-1)?.text).toBe('Chega amanhã, Marcos!');
      await product.whatsapp(marcos, 'obrigado! e a voltagem?');
      await ana.message('obrigado! e a voltagem?').waitFor();
      await expect.poll(() => way().inputValue()).toMatch(/^WhatsApp/);
      await ana.reply('Tem em 220 V, sim.');
      await expect.poll(() => product.graph.businessMessages().at(-1)?.text).toBe('Tem em 220 V, sim.');
      expect(instagram.businessMessages()).toHaveLength(1);
    });
  });

  describe('in an Instagram direct during a promotion, and a week later by e-mail about the same order', () => {
    const joana = { id: '6290000000000088', name: 'Joana Prado', username: 'joana.prado' };

    it('is suggested by the e-mail that they told and the agent noted, and is one when the agent says so', async () => {
      await direct(joana, 'o cupom PRIMAVERA vale na cafeteira? meu e-mail é joana@casa.test');
      await ana.open('Joana Prado');
      await ana.message('o cupom PRIMAVERA').waitFor();
      await notes('E-mail', JOANA);
      await ana.reply('Vale sim, até domingo!');
      await expect.poll(() => instagram.businessMessages().at(-1)?.text).toBe('Vale sim, até domingo!');
      const raw = [
        ...[`From: "Joana P." <${JOANA}>`, `To: ${SHOP}`, 'Subject: Pedido da cafeteira'],
        // A mail's date has whole seconds, and this one was written after the direct.
        ...[`Date: ${new Date(Date.now() + 1_000).toUTCString()}`, 'Message-ID: <pedido@casa.test>'],
        ...['', 'Comprei com o cupom e nada chegou ainda.', ''],
      ].join('\r\n');
      await servers.deliver({ from: JOANA, to: SHOP, raw });
      await ana.open('Joana P.');
      await ana.message('nada chegou ainda').waitFor();
      await region('Pode ser a mesma pessoa').getByText(`mesmo e-mail ${JOANA}`).waitFor();
      await ana.panel.getByRole('button', { name: 'Mesclar com Joana Prado…' }).click();
      const merging = ana.page.getByRole('dialog', { name: 'Mesclar contatos' });
      for (const radio of await merging.getByRole('radio', { name: /: Joana Prado$/ }).all()) await radio.check();
      await merging.getByRole('button', { name: 'Mesclar' }).click();
      await merging.waitFor({ state: 'detached' });
      await timelineShows('o cupom PRIMAVERA', 'Comprei com o cupom', 'Mesclado com');
    });

    it('is served in one conversation, and the answer goes by e-mail', async () => {
      await joinsBoth();
      await ana.message('o cupom PRIMAVERA').waitFor();
      await ana.message('nada chegou ainda').waitFor();
      await expect.poll(() => way().inputValue()).toMatch(/^E-mail/);
      await ana.reply('Joana, sua cafeteira sai hoje.');
      await expect.poll(async () => (await servers.mailsOf(JOANA)).length, { timeout: 20_000 }).toBe(1);
      const [mail] = await servers.mailsOf(JOANA);
      expect((await PostalMime.parse(mail ?? Buffer.alloc(0))).text).toContain('sua cafeteira sai hoje');
      expect(instagram.businessMessages().at(-1)?.text).toBe('Vale sim, até domingo!');
    });
  });
});
