import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fixtureFolder, readFixture } from '../../fixtures.ts';
import { createGraphApi, type GraphApi } from '../../simulators/graph-api/graph-api.ts';
import { templateDefinition } from '../../simulators/graph-api/templates.ts';

/**
 * The stand-in for Meta against requests that others recorded: what the documentation shows is accepted, what it forbids
 * is refused with its code. A connector that passes on the stand-in is worth as much as this table.
 */
const folder = fixtureFolder('whatsapp');
const number = { phoneNumberId: '106', displayPhoneNumber: '+55 11 4000-0000', businessAccountId: '102' };
const customer = '16505551234';

let graph: GraphApi;
/** So slow that the limits of a pair never count. */
let at = Date.parse('2026-03-02T12:00:00Z');
const uploaded = new Map<string, string>();

const files: [kind: string, mime: string][] = [
  ['image', 'image/png'],
  ['video', 'video/mp4'],
  ['audio', 'audio/ogg; codecs=opus'],
  ['document', 'application/pdf'],
  ['sticker', 'image/webp'],
];

beforeAll(async () => {
  graph = await createGraphApi({ accessToken: 'token', appSecret: 'secret', numbers: [number], now: () => at });
  for (const [kind, mime] of files) uploaded.set(kind, await upload(mime));
  for (const template of definitions())
    if (graph.templates.named(template.name).length === 0) graph.templates.add(template);
});
afterAll(() => graph.close());
beforeEach(() => {
  at += 6_000;
  graph.customerWrites({ waId: customer, name: 'Mark', text: 'hi' });
});

async function upload(mime: string): Promise<string> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', mime);
  form.set('file', new Blob([new Uint8Array(64)], { type: mime }), 'file');
  const answer = await call('media', form);
  return z.object({ id: z.string() }).parse(answer.body).id;
}

async function call(path: string, body: unknown): Promise<{ status: number; body: unknown; code: number | null }> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${graph.graphUrl}/${number.phoneNumberId}/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer token', ...(isForm ? {} : { 'content-type': 'application/json' }) },
    body: isForm ? body : JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  const code = z.object({ error: z.object({ code: z.number() }) }).safeParse(answer).data?.error.code ?? null;
  return { status: response.status, body: answer, code };
}

const send = (part: object) => call('messages', { messaging_product: 'whatsapp', to: customer, ...part });

/** The templates that the recorded requests use, as recorded themselves. */
function definitions() {
  if (folder === null) return [];
  return readdirSync(folder)
    .filter((file) => /template/.test(file))
    .flatMap((file) => {
      const raw = readFixture(folder, file);
      const list = z.object({ data: z.array(z.unknown()) }).safeParse(raw).data?.data ?? [raw];
      return list.flatMap((one) => {
        const categorised = z.looseObject({ category: z.unknown() }).safeParse(one).data;
        return templateDefinition.safeParse({ ...categorised, category: 'UTILITY', status: 'APPROVED' }).data ?? [];
      });
    });
}

/** Placeholders of the recorded requests, filled in as a reader of the documentation would. */
function filled(raw: unknown): object {
  const values: [RegExp, string][] = [
    [/\{\{Recipient-[\w-]+\}\}/g, customer],
    [/"121212121212"/g, `"${customer}"`],
    [/"16315552222"|"16315555555"/g, `"${customer}"`],
    [/<http\(s\):\/\/[\w-]+>|http\(s\):\/\/[\w-]+/g, 'https://example.com/file'],
    [/<AUDIO_OBJECT_ID>|4545454545454/g, uploaded.get('audio') ?? ''],
    [/<IMAGE_OBJECT_ID>/g, uploaded.get('image') ?? ''],
    [/<VIDEO_OBJECT_ID>/g, uploaded.get('video') ?? ''],
    [/<DOCUMENT_OBJECT_ID>|928860901494862/g, uploaded.get('document') ?? ''],
    [/<MEDIA_OBJECT_ID>/g, uploaded.get('sticker') ?? ''],
    [/<LIST_SECTION_(\d)_ROW_(\d)_ID>/g, 'row $1.$2'],
    [/<SECTION_(\d)_ROW_(\d)_(TITLE|DESC)>/g, 'Row $1.$2'],
    [/<LIST_SECTION_(\d)_TITLE>/g, 'Section $1'],
    [/<HEADER_TYPE>/g, 'text'],
    [/<BUTTON_TITLE_(\d)>/g, 'Button $1'],
  ];
  const text = values.reduce((all, [from, to]) => all.replace(from, to), JSON.stringify(raw));
  return z.looseObject({}).parse(JSON.parse(text));
}

/** What each recorded request gets: accepted (null) or the documented code. The first pattern that fits decides. */
const expected: [RegExp, number | null][] = [
  // Its words are a boolean, which is no text.
  [/sample-issue/, 100],
  // Without a type it counts as a text, which it has none of.
  [/reply-to-list/, 131008],
  // Templates that nobody recorded: 132001 says that there is none of that name in that language.
  [/(message-template-(interactive|media|text)|flow-template|sample-shipping|parameterized|product-policy)/, 132001],
  [/simple-template-message/, 132001],
  [/test-message|expected-message2\.json|expected-message3\.json/, null],
  // Its date without a form of its own is as documented.
  [/expected-message4\.json/, null],
  [/expected-message(5|6|8|9)\.json/, 132001],
  // A catalogue's button takes parameters that this stand-in leaves alone.
  [/catalog-template/, null],
  // To a message that this account never received.
  [/reply-with-reaction/, 131009],
  [/typing-indicator|expected-message17/, 100],
  [/./, null],
];

const requests = () =>
  folder === null
    ? []
    : readdirSync(folder).filter((file) => /^meta__req-(marketing-)?messages-|^bindambc__expected-message/.test(file));

describe.skipIf(folder === null)('the stand-in for Meta', () => {
  it('has all the recorded requests before it', () => {
    expect(requests().length).toBeGreaterThanOrEqual(65);
  });

  it.each(requests())('answers %s as documented', async (file) => {
    const before = graph.businessMessages().length;
    const { code, body, status } = await call('messages', filled(readFixture(folder ?? '', file)));
    const wanted = expected.find(([pattern]) => pattern.test(file))?.[1] ?? null;
    expect({ code, body: wanted === null && code !== null ? body : null }).toEqual({ code: wanted, body: null });
    expect(status < 300).toBe(wanted === null);
    expect(graph.businessMessages().length - before).toBe(wanted === null ? 1 : 0);
  });
});

describe('the stand-in for Meta refuses', () => {
  const text = (body: string) => ({ type: 'text', text: { body } });
  const template = (name: string, components: unknown[] = [], code = 'pt_BR') => ({
    type: 'template',
    template: { name, language: { code }, components },
  });
  const words = (...all: string[]) => ({ type: 'body', parameters: all.map((one) => ({ type: 'text', text: one })) });
  const media = (kind: string) => ({ id: uploaded.get(kind) });

  beforeAll(() => {
    const body = { type: 'BODY', text: 'Olá, {{1}}, sobre {{2}}', example: { body_text: [['a', 'b']] } };
    const common = { language: 'pt_BR', category: 'UTILITY' as const };
    graph.templates.add({ ...common, name: 'ok', components: [body] });
    for (const status of ['PAUSED', 'DISABLED', 'PENDING', 'REJECTED'] as const) {
      graph.templates.add({ ...common, name: status.toLowerCase(), status, components: [body] });
    }
    const named = { type: 'BODY', text: 'Olá, {{nome}}', example: {} };
    graph.templates.add({ ...common, name: 'nomeado', parameter_format: 'NAMED', components: [named] });
    const image = { type: 'HEADER', format: 'IMAGE' };
    graph.templates.add({ ...common, name: 'foto', components: [image, { type: 'BODY', text: 'Veja' }] });
    const url = { type: 'URL', text: 'Ver', url: 'https://example.com/{{1}}' };
    const buttons = { type: 'BUTTONS', buttons: [url, { type: 'COPY_CODE' }] };
    graph.templates.add({ ...common, name: 'botoes', components: [{ type: 'BODY', text: 'Veja' }, buttons] });
  });

  const header = (parameter: object) => ({ type: 'header', parameters: [parameter] });
  const button = (index: number, sub_type: string, parameter: object) => ({
    type: 'button',
    index: String(index),
    sub_type,
    parameters: [parameter],
  });

  it.each<[string, () => object, number]>([
    ['a text over 4,096 characters', () => text('x'.repeat(4_097)), 100],
    ['a text without characters', () => text(''), 100],
    ['a type that does not exist', () => ({ type: 'poll', poll: {} }), 131051],
    ['a type without its part', () => ({ type: 'image' }), 131008],
    [
      'a caption over 1,024 characters',
      () => ({ type: 'image', image: { ...media('image'), caption: 'x'.repeat(1_025) } }),
      100,
    ],
    ['a caption of a sound', () => ({ type: 'audio', audio: { ...media('audio'), caption: 'oi' } }), 100],
    [
      'a medium by id and link at once',
      () => ({ type: 'image', image: { ...media('image'), link: 'https://e.com/a' } }),
      100,
    ],
    ['a medium of another account', () => ({ type: 'image', image: { id: '999' } }), 131009],
    ['a film as a picture', () => ({ type: 'image', image: media('video') }), 131053],
    ['a place beyond the pole', () => ({ type: 'location', location: { latitude: 91, longitude: 0 } }), 100],
    ['a template that is not there', () => template('nenhum'), 132001],
    ['a template in another language', () => template('ok', [words('a', 'b')], 'es'), 132001],
    ['a paused template', () => template('paused', [words('a', 'b')]), 132015],
    ['a disabled template', () => template('disabled', [words('a', 'b')]), 132016],
    ['a template under review', () => template('pending', [words('a', 'b')]), 132001],
    ['a rejected template', () => template('rejected', [words('a', 'b')]), 132001],
    ['too few words', () => template('ok', [words('a')]), 132000],
    ['too many words', () => template('ok', [words('a', 'b', 'c')]), 132000],
    ['an empty word', () => template('ok', [words('a', ' ')]), 131008],
    ['a word with a line break', () => template('ok', [words('a', 'b\nc')]), 132018],
    ['a word with a tab', () => template('ok', [words('a', 'b\tc')]), 132018],
    ['a word with five spaces', () => template('ok', [words('a', 'b     c')]), 132018],
    ['words that make the text too long', () => template('ok', [words('a', 'x'.repeat(1_024))]), 132005],
    ['a named place without its name', () => template('nomeado', [words('Ana')]), 132012],
    ['a header without its picture', () => template('foto'), 132012],
    [
      'a header with a film for a picture',
      () => template('foto', [header({ type: 'video', video: media('video') })]),
      132012,
    ],
    [
      'a header with a film called a picture',
      () => template('foto', [header({ type: 'image', image: media('video') })]),
      131053,
    ],
    [
      'a header with a medium that is not there',
      () => template('foto', [header({ type: 'image', image: { id: '9' } })]),
      131009,
    ],
    [
      'a header where there is none',
      () => template('ok', [header({ type: 'text', text: 'a' }), words('a', 'b')]),
      132012,
    ],
    [
      'an address without its end',
      () => template('botoes', [button(1, 'copy_code', { type: 'coupon_code', coupon_code: 'A' })]),
      131008,
    ],
    [
      'a button under another kind',
      () => template('botoes', [button(0, 'quick_reply', { type: 'payload', payload: 'x' })]),
      132012,
    ],
    [
      'a button that is not there',
      () =>
        template('botoes', [
          button(0, 'url', { type: 'text', text: 'a' }),
          button(1, 'copy_code', { type: 'coupon_code', coupon_code: 'A' }),
          button(2, 'url', { type: 'text', text: 'a' }),
        ]),
      132012,
    ],
  ])('%s', async (_what, part, code) => {
    const before = graph.businessMessages().length;
    expect((await send(part())).code).toBe(code);
    expect(graph.businessMessages()).toHaveLength(before);
  });

  it.each([
    ['a file of an unknown kind', 'application/x-msdownload'],
    ['Ogg without Opus', 'audio/ogg'],
    ['a moving picture', 'image/gif'],
  ])('%s at the upload', async (_what, mime) => {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', mime);
    form.set('file', new Blob([new Uint8Array(8)], { type: mime }), 'file');
    expect((await call('media', form)).code).toBe(100);
  });

  it('everything but a template once the window is closed', async () => {
    const stranger = { to: '16505550000' };
    expect((await send({ ...stranger, ...text('oi') })).code).toBe(131047);
    expect((await send({ ...stranger, ...template('ok', [words('a', 'b')]) })).code).toBeNull();
    expect(graph.businessMessages().at(-1)).toMatchObject({ kind: 'template', text: 'Olá, a, sobre b' });
  });
});
