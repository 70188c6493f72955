import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { photoJpeg } from './harness/pictures.ts';
import { productOfFile } from './harness/product-of-file.ts';
import { recordMedia } from './harness/recorded-media.ts';
import type { Agent } from './harness.ts';

const marcos = { waId: '5511987650001', name: 'Marcos Leal' };
const elza = { waId: '551133334444', name: 'Dona Elza' };
const pdf = Buffer.from(`%PDF-1.7\n${'1 0 obj <<>> endobj\n'.repeat(4_000)}%%EOF\n`);

describe('Media of every kind (B1, B6)', () => {
  let ana: Agent;
  const product = productOfFile(async (opened) => {
    const { voice, film } = await recordMedia(opened.browser);
    ana = await opened.agent('Ana Souza', { context: { permissions: ['microphone'] } });
    await opened.whatsapp(marcos, 'oi, segue o áudio explicando');
    await ana.tab('Meus');
    await ana.open('Marcos Leal');
    await opened.whatsapp(marcos, { type: 'audio', voice: true, bytes: voice, mime: 'audio/ogg; codecs=opus' });
    await opened.whatsapp(marcos, { type: 'video', bytes: film, mime: 'video/mp4', caption: 'olha a tela' });
    await opened.whatsapp(marcos, {
      type: 'document',
      bytes: pdf,
      mime: 'application/pdf',
      filename: 'Nota fiscal eletrônica do pedido 48213 emitida em novembro.pdf',
    });
  });

  const voiceNote = () => ana.log.getByRole('group', { name: 'Mensagem de voz de Marcos Leal' });
  const film = () => ana.log.getByLabel('Vídeo enviado por Marcos Leal');
  const position = async () => Number(await voiceNote().getByRole('slider').getAttribute('aria-valuenow'));
  const filmTime = () => film().evaluate((element) => (element instanceof HTMLVideoElement ? element.currentTime : -1));

  it('plays a voice note with its waveform, at any place and speed', async () => {
    await voiceNote().waitFor();
    const heights = () =>
      voiceNote()
        .locator('rect')
        .evaluateAll((bars) => new Set(bars.map((bar) => bar.getAttribute('height'))).size);
    await expect.poll(heights, { timeout: 15_000 }).toBeGreaterThan(5);
    // Four seconds asked for; a busy machine gives a little less.
    await voiceNote()
      .getByText(/^0:0[34]$/)
      .waitFor();
    await voiceNote().getByRole('button', { name: 'Reproduzir', exact: true }).click();
    await voiceNote().getByRole('button', { name: 'Pausar' }).waitFor();
    await expect.poll(position).toBeGreaterThanOrEqual(1);
    await voiceNote().getByRole('button', { name: 'Pausar' }).click();
    await voiceNote().getByRole('slider').press('Home');
    await expect.poll(position).toBe(0);
    const box = await voiceNote().getByRole('slider').boundingBox();
    if (box === null) throw new Error('the slider has no place');
    await ana.page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
    await expect.poll(position).toBe(3);
    await voiceNote().getByRole('button', { name: 'Velocidade de reprodução: 1×' }).click();
    await voiceNote().getByRole('button', { name: 'Velocidade de reprodução: 1,5×' }).waitFor();
    await voiceNote().getByRole('button', { name: 'Reproduzir', exact: true }).click();
    // To its end, and back to its beginning.
    await expect.poll(position, { timeout: 10_000 }).toBe(0);
    await voiceNote().getByRole('button', { name: 'Reproduzir', exact: true }).waitFor();
  });

  it('plays a film in a place of its own size, jumps in it, and lets only one of the two sound', async () => {
    await ana.message('olha a tela').waitFor();
    const before = await film().boundingBox();
    const shape = () =>
      film().evaluate((element) =>
        element instanceof HTMLVideoElement ? element.videoWidth / element.videoHeight : 0,
      );
    await expect.poll(shape).toBeCloseTo(3 / 4, 1);
    // Nothing moved when the film came: its size was known from the message.
    expect(await film().boundingBox()).toEqual(before);
    expect((before?.height ?? 0) > (before?.width ?? 0)).toBe(true);
    await voiceNote().getByRole('button', { name: 'Reproduzir', exact: true }).click();
    await voiceNote().getByRole('button', { name: 'Pausar' }).waitFor();
    await film().evaluate(async (element) => {
      if (element instanceof HTMLVideoElement) await element.play();
    });
    await voiceNote().getByRole('button', { name: 'Reproduzir', exact: true }).waitFor();
    await expect.poll(filmTime).toBeGreaterThan(0.3);
    await film().evaluate((element) => {
      if (element instanceof HTMLVideoElement) element.currentTime = 2.5;
    });
    await expect.poll(filmTime).toBeGreaterThanOrEqual(2.5);
    await film().evaluate((element) => {
      if (element instanceof HTMLVideoElement) element.pause();
    });
  });

  it('shows a document by its kind, name and size, and saves it as it was sent', async () => {
    const card = ana.log.getByRole('article').filter({ hasText: 'Nota fiscal eletrônica' });
    await card.getByText('PDF · 78 KB').waitFor();
    const saving = ana.page.waitForEvent('download');
    await card.getByRole('link', { name: /^Baixar Nota fiscal/ }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('Nota fiscal eletrônica do pedido 48213 emitida em novembro.pdf');
    expect((await readFile(await saved.path())).equals(pdf)).toBe(true);
  });

  it('plays what was seen without a network, and says what never was here; it comes when the line is back', async () => {
    await product().whatsapp(elza, { bytes: photoJpeg, mime: 'image/jpeg' });
    await ana.card('Dona Elza').waitFor();
    // The backend has it from the provider before the line goes.
    await expect
      .poll(() =>
        product()
          .graph.settled()
          .then(() => true),
      )
      .toBe(true);
    await ana.page.waitForTimeout(1_500);
    product().network.down();
    await ana.lost.waitFor();
    await ana.page.reload();
    await ana.open('Marcos Leal');
    await voiceNote().getByRole('button', { name: 'Reproduzir', exact: true }).click();
    await expect.poll(position).toBeGreaterThanOrEqual(1);
    await voiceNote().getByRole('button', { name: 'Velocidade de reprodução: 1,5×' }).waitFor();
    await film().evaluate(async (element) => {
      if (!(element instanceof HTMLVideoElement)) return;
      element.currentTime = 2.5;
      await element.play();
    });
    await expect.poll(filmTime).toBeGreaterThan(2.6);
    await ana.open('Dona Elza');
    await ana.log.getByText('Não está neste computador').waitFor();
    product().network.up();
    const picture = ana.log.getByRole('img', { name: 'Imagem enviada por Dona Elza' });
    await picture.waitFor();
    // The small one in the log, the whole one when it is looked at.
    await expect.poll(() => picture.getAttribute('src')).toMatch(/\/thumbnail$/);
    await ana.log.getByRole('button', { name: 'Ampliar imagem' }).click();
    const large = ana.page.getByRole('dialog').getByRole('img', { name: 'Imagem enviada por Dona Elza' });
    const pixels = () => large.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));
    await expect.poll(pixels).toBe(720);
    await ana.page.keyboard.press('Escape');
    await ana.lost.waitFor({ state: 'detached' });
  });

  it('records a voice note, pauses, lets one hear it first, and sends it as Ogg with Opus', async () => {
    await ana.open('Marcos Leal');
    await ana.page.getByRole('button', { name: 'Gravar mensagem de voz' }).click();
    const bar = ana.page.getByRole('region', { name: 'Gravação de mensagem de voz' });
    await bar.getByText('0:02').waitFor();
    await bar.getByRole('button', { name: 'Pausar a gravação' }).click();
    await bar.getByText('Gravação pausada').waitFor();
    await bar.getByRole('button', { name: 'Continuar a gravação' }).click();
    await bar.getByText('0:03').waitFor();
    await bar.getByRole('button', { name: 'Ouvir antes de enviar' }).click();
    await bar.getByText('Pronta para enviar').waitFor();
    await bar.getByRole('button', { name: 'Ouvir antes de enviar' }).click();
    await bar.getByText('Ouvindo').waitFor();
    await bar.getByRole('button', { name: 'Enviar mensagem de voz' }).click();
    await ana.log
      .getByRole('group', { name: 'Mensagem de voz de Ana Souza' })
      .getByText(/^0:0[34]$/)
      .waitFor();
    await expect.poll(() => lastSound()?.voice).toBe(true);
    const sent = lastSound();
    expect(sent?.mime).toMatch(/^audio\/ogg/);
    const head = Buffer.from(sent?.bytes ?? []).subarray(0, 64);
    expect([head.subarray(0, 4).toString(), head.includes('OpusHead')]).toEqual(['OggS', true]);
  });

  it('throws a recording away with Esc', async () => {
    await ana.page.keyboard.press('ControlOrMeta+Shift+g');
    const bar = ana.page.getByRole('region', { name: 'Gravação de mensagem de voz' });
    await bar.getByText('0:01').waitFor();
    await ana.page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    expect(await ana.page.getByRole('list', { name: 'Anexos' }).count()).toBe(0);
  });

  it('keeps a recording when the line fails, and sends it as a voice note afterwards', async () => {
    const before = sounds().length;
    await ana.page.getByRole('button', { name: 'Gravar mensagem de voz' }).click();
    const bar = ana.page.getByRole('region', { name: 'Gravação de mensagem de voz' });
    await bar.getByText('0:01').waitFor();
    product().network.down();
    await ana.lost.waitFor();
    await bar.getByRole('button', { name: 'Enviar mensagem de voz' }).click();
    const tray = ana.page.getByRole('list', { name: 'Anexos' });
    await tray.getByText('Aguardando a conexão').waitFor();
    product().network.up();
    await tray.getByText('Pronto para enviar').waitFor();
    expect(sounds()).toHaveLength(before);
    await ana.page.getByRole('button', { name: 'Enviar', exact: true }).click();
    await expect.poll(() => sounds().length).toBe(before + 1);
    expect(lastSound()?.voice).toBe(true);
  });

  const sounds = () =>
    product()
      .graph.businessMessages()
      .filter(({ kind }) => kind === 'audio')
      .map(({ media }) => media);
  const lastSound = () => sounds().at(-1);
});
