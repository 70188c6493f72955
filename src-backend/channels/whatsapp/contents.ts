import type { OutboundMessage } from '../contract.ts';
import type { Refusal } from '../meta/refusals.ts';
import { CAPTION_LIMIT, STATIC_STICKER_BYTES, whatsAppCapabilities } from './capabilities.ts';
import type { WhatsAppSettings } from './settings.ts';
import { templateContent } from './template-components.ts';
import type { Upload } from './upload.ts';

/** The part of a send request that is of the message's kind: its `type` and the field of that name. */
export type Prepared = { ok: true; content: object } | { ok: false; refusal: Refusal };
type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

/** Makes the content of a message of any kind, uploading its medium first. */
export function createContents(upload: Upload) {
  return (settings: WhatsAppSettings, message: OutboundMessage): Prepared | Promise<Prepared> => {
    if (message.kind === 'text') return textContent(message);
    return message.kind === 'template' ? filledTemplate(settings, message) : medium(settings, message, message.kind);
  };

  async function medium(settings: WhatsAppSettings, message: OutboundMessage, kind: MediaKind): Promise<Prepared> {
    const { media, text } = message;
    const rule = whatsAppCapabilities.media.find((one) => one.kind === kind);
    if (media === null) return failed('empty', `${kind} without bytes`);
    if (text !== null && text !== '' && rule?.captions === false)
      return failed('unsupported-media', `${kind} with text`);
    if (text !== null && text.length > CAPTION_LIMIT) return failed('too-long', `caption over ${CAPTION_LIMIT}`);
    const uploaded = await uploadAs(settings, message, kind);
    if (!uploaded.ok) return uploaded;
    const part = {
      id: uploaded.id,
      ...(text ? { caption: text } : {}),
      ...(kind === 'document' && media.name !== null ? { filename: media.name } : {}),
      // Only what was recorded as one, and in the only kind of sound that WhatsApp plays as a voice note.
      ...(kind === 'audio' && media.voice && whatsAppCapabilities.voice.includes(plain(media.mime))
        ? { voice: true }
        : {}),
    };
    return { ok: true, content: { type: kind, [kind]: part } };
  }

  async function filledTemplate(settings: WhatsAppSettings, message: OutboundMessage): Promise<Prepared> {
    if (!message.template) return failed('empty', 'template message without its template');
    const { template, values } = message.template;
    const kind = template.header?.kind;
    if (kind !== 'image' && kind !== 'video' && kind !== 'document') {
      return { ok: true, content: templateContent(template, values, null) };
    }
    if (message.media === null) return failed('empty', `template without its ${kind}`);
    const uploaded = await uploadAs(settings, message, kind);
    if (!uploaded.ok) return uploaded;
    return { ok: true, content: templateContent(template, values, { id: uploaded.id, name: message.media.name }) };
  }

  async function uploadAs(
    settings: WhatsAppSettings,
    { id, media }: OutboundMessage,
    kind: MediaKind,
  ): Promise<{ ok: true; id: string } | { ok: false; refusal: Refusal }> {
    const rule = whatsAppCapabilities.media.find((one) => one.kind === kind);
    const mime = plain(media?.mime ?? '');
    if (media === null || !rule?.mimes.includes(mime)) return failed('unsupported-media', mime);
    return upload(settings, {
      messageId: id,
      // Without the codec the provider takes a recording for something else than a voice note.
      mime: kind === 'audio' && mime === 'audio/ogg' ? 'audio/ogg; codecs=opus' : mime,
      name: media.name ?? kind,
      read: media.read,
      limit: (bytes) => (kind === 'sticker' && !isAnimated(bytes) ? STATIC_STICKER_BYTES : rule.maxBytes),
    });
  }
}

function textContent({ text }: OutboundMessage): Prepared {
  if (text === null || text.trim() === '') return failed('empty', 'text without characters');
  const { textLimit } = whatsAppCapabilities;
  if (text.length > textLimit) return failed('too-long', `over ${textLimit} characters`);
  return { ok: true, content: { type: 'text', text: { body: text, preview_url: true } } };
}

/** Without parameters: `audio/ogg; codecs=opus` is `audio/ogg`. */
const plain = (mime: string): string => mime.split(';')[0]?.trim() ?? '';

/** The animation flag of an extended WebP. Source: RFC 9649, section 2.7.1. */
function isAnimated(bytes: Uint8Array): boolean {
  const chunk = new TextDecoder('latin1').decode(bytes.subarray(12, 16));
  return chunk === 'VP8X' && ((bytes[20] ?? 0) & 0b10) !== 0;
}

function failed(code: string, detail: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { outcome: 'failed', code, detail } };
}
