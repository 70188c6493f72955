import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { demoWorkspace } from './harness/backend.ts';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent } from './harness.ts';

const script = '<script>document.title="x"</script>';
const image = '<img src=x onerror="document.title=1">';
const workspace = z.object({
  connections: z.tuple([z.object({ appSecret: z.string(), phoneNumberId: z.string() })]).rest(z.unknown()),
});

describe('Bad input', () => {
  let ana: Agent;
  const product = productOfFile(async (opened) => {
    ana = await opened.agent('Ana Souza');
  });

  it('shows markup in a name, a message and a note as the text it is', async () => {
    const mallory = { waId: '5511987650009', name: `Mallory ${image}` };
    await product().whatsapp(mallory, `${script} <b>oi</b> javascript:alert(1) {{7*7}}`);
    await ana.open(`Mallory ${image}`);
    await ana.message(`${script} <b>oi</b> javascript:alert(1) {{7*7}}`).waitFor();
    await ana.note(`${image} <iframe src="https://evil.example">`);
    await ana.message('<iframe src="https://evil.example">').waitFor();
    expect(await ana.page.title()).toBe('Turno');
    expect(await ana.log.locator('img, b > b, script, iframe').count()).toBe(0);
    expect(await ana.log.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
      'https://evil.example/',
    ]);
  });

  it('neutralises what would turn the reading direction around', async () => {
    const trudy = { waId: '5511987650010', name: 'Trudy\u202Egpj.exe' };
    await product().whatsapp(trudy, 'foto\u202Egpj.exe\u0000\u0007 fim');
    await ana.card('Trudy').click();
    await ana.field.hover();
    await ana.message('fim').waitFor();
    const words = await ana.message('fim').textContent();
    expect(words).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(words).not.toContain('\u0007');
    expect(await ana.card('Trudy').textContent()).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });

  it('folds a message of 100,000 characters and stays quick', async () => {
    const long = { waId: '5511987650011', name: 'Prolixo' };
    await product().whatsapp(long, `início ${'palavra '.repeat(12_500)}`.slice(0, 100_000));
    const start = performance.now();
    await ana.open('Prolixo');
    const message = ana.message('início palavra');
    await message.getByRole('button', { name: 'Mostrar tudo' }).click();
    await message.getByRole('button', { name: 'Mostrar menos' }).waitFor();
    expect((await message.textContent())?.length).toBeGreaterThan(99_000);
    expect(performance.now() - start).toBeLessThan(5_000);
    await message.getByRole('button', { name: 'Mostrar menos' }).click();
  });

  it('refuses a webhook of 5 MB, one that is malformed and one of a wrong signature, and goes on serving', async () => {
    const address = `${product().backend().url}/webhooks/whatsapp`;
    const [first] = workspace.parse(JSON.parse(await readFile(demoWorkspace, 'utf8'))).connections;
    const post = async (body: string, signature: string) => {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
        body,
      });
      return answer.status;
    };
    const signed = (body: string) =>
      `sha256=${createHmac('sha256', first?.appSecret ?? '')
        .update(body)
        .digest('hex')}`;
    const huge = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [],
      filler: 'x'.repeat(5 * 1024 * 1024),
    });
    expect(await post(huge, signed(huge))).toBe(413);
    expect(await post('{"object":', signed('{"object":'))).toBe(400);
    const forged = JSON.stringify(messageOf(first?.phoneNumberId ?? ''));
    expect(await post(forged, signed(`${forged} `))).toBe(401);
    expect(await post(forged, '')).toBe(401);
    await product().whatsapp({ waId: '5511987650012', name: 'Depois' }, 'ainda funciona?');
    await ana.card('Depois').waitFor();
    expect(await ana.card('Falsa').count()).toBe(0);
  });

  it('warns when this machine’s clock is a day off, and shows the right times all the same', async () => {
    const bruno = await product().agent('Bruno Lima', { available: false, clockAheadMs: 24 * 60 * 60_000 });
    await bruno.page
      .getByRole('status')
      .filter({ hasText: /^O relógio deste computador está .* adiantado/ })
      .waitFor();
    await bruno.open('Depois');
    await bruno.log.getByText('Hoje', { exact: true }).waitFor();
    expect(await bruno.card('Depois').textContent()).not.toMatch(/ontem|janela encerrada/);
  });
});

const messageOf = (phoneNumberId: string) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '551140000000', phone_number_id: phoneNumberId },
            contacts: [{ profile: { name: 'Falsa' }, wa_id: '5511987650099' }],
            messages: [
              {
                from: '5511987650099',
                id: 'wamid.forged',
                timestamp: '1795315644',
                type: 'text',
                text: { body: 'oi' },
              },
            ],
          },
        },
      ],
    },
  ],
});
