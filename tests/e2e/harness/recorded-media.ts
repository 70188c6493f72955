import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  Conversion,
  Input,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
} from 'mediabunny';
import type { Browser } from 'playwright-core';

/** A voice note and a film as a telephone makes them, recorded by the test's own browser from its pretended devices. */
export async function recordMedia(browser: Browser, seconds = 4): Promise<{ voice: Uint8Array; film: Uint8Array }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  // Devices are given to pages of a trustworthy address only.
  await page.route('http://localhost/blank', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>blank</title>' }),
  );
  await page.goto('http://localhost/blank');
  const record = async (mime: string, video: boolean): Promise<Uint8Array> => {
    const text = await page.evaluate(
      async (wanted) => {
        const size = { width: 480, height: 640, frameRate: 15 };
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: wanted.video && size });
        const recorder = new MediaRecorder(stream, { mimeType: wanted.mime, videoBitsPerSecond: 500_000 });
        const parts: Blob[] = [];
        recorder.addEventListener('dataavailable', (event) => parts.push(event.data));
        const ended = new Promise((done) => recorder.addEventListener('stop', done));
        recorder.start();
        await new Promise((done) => setTimeout(done, wanted.seconds * 1_000));
        recorder.stop();
        await ended;
        for (const track of stream.getTracks()) track.stop();
        const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
        let letters = '';
        for (let at = 0; at < bytes.length; at += 10_000) {
          letters += String.fromCharCode(...bytes.subarray(at, at + 10_000));
        }
        return btoa(letters);
      },
      { mime, video, seconds },
    );
    return Buffer.from(text, 'base64');
  };
  const voice = await inAnother(await record('audio/webm;codecs=opus', false), new OggOutputFormat());
  const film = await inAnother(await record('video/webm;codecs=vp9,opus', true), new Mp4OutputFormat());
  await context.close();
  return { voice, film };
}

/** The same sound and pictures in another envelope. */
async function inAnother(bytes: Uint8Array, format: OggOutputFormat | Mp4OutputFormat): Promise<Uint8Array> {
  const target = new BufferTarget();
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  const conversion = await Conversion.init({ input, output: new Output({ format, target }) });
  if (!conversion.isValid) throw new Error('what was recorded does not fit the other envelope');
  await conversion.execute();
  if (target.buffer === null) throw new Error('nothing was written');
  return new Uint8Array(target.buffer);
}
