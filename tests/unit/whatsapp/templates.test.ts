import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ProviderTemplate } from '../../../src-backend/channels/contract.ts';
import { parseTemplate, statusOf } from '../../../src-backend/channels/whatsapp/parse-template.ts';
import { fixtureFolder, readFixture } from '../../fixtures.ts';

const folder = fixtureFolder('whatsapp');
const isTemplate = z.looseObject({ name: z.string(), language: z.string(), components: z.array(z.unknown()) });
const isList = z.object({ data: z.array(isTemplate).min(1) });

/** Every template of every file, lists and single ones. */
function recorded(): { file: string; template: z.infer<typeof isTemplate> }[] {
  if (folder === null) return [];
  return readdirSync(folder)
    .filter((file) => /template/.test(file) && file.endsWith('.json'))
    .flatMap((file) => {
      const raw = readFixture(folder, file);
      const list = isList.safeParse(raw).data?.data ?? [];
      const single = isTemplate.safeParse(raw).data;
      return [...list, ...(single === undefined ? [] : [single])].map((template) => ({ file, template }));
    });
}

function parsed(raw: unknown): ProviderTemplate {
  const template = parseTemplate(raw);
  if (template === null) throw new Error('not a template');
  return template;
}

/** What cannot be filled in, by the part that is strange. */
const unsupported: Record<string, string> = {
  authentication_code_copy_code_button: 'authentication',
  authentication_code_autofill_button: 'authentication',
  zero_tap_auth_template: 'authentication',
  '<TEMPLATE_NAME>': 'flow',
  abandoned_cart: 'mpm',
  abandoned_cart_offer: 'product',
  intro_catalog_offer: 'catalog',
  carousel_template_media_cards_v1: 'carousel',
  carousel_template_product_cards_v1: 'carousel',
  limited_time_offer_caribbean_pkg_2023: 'limited-time-offer',
};

const byName = (name: string): ProviderTemplate => {
  const found = recorded().find(({ template }) => template.name === name);
  return parsed(found?.template);
};

describe.skipIf(folder === null)('templates recorded by others', () => {
  it('are all here', () => {
    expect(recorded().length).toBeGreaterThanOrEqual(45);
  });

  it.each(recorded())('$template.name of $file is read whole', ({ template: raw }) => {
    const template = parsed(raw);
    expect(template).toMatchObject({ name: raw.name, language: raw.language });
    expect(template.unsupported).toBe(unsupported[raw.name] ?? null);
    const text = JSON.stringify(raw.components);
    // Every place of its sentences became a parameter, and none was made up.
    const places = (sentence: string) => new Set(sentence.match(/\{\{\w+\}\}/g)).size;
    expect(template.body.parameters).toHaveLength(places(template.body.text));
    if (template.header?.kind === 'text') {
      expect(template.header.parameters).toHaveLength(places(template.header.text));
    }
    if (text.includes('body_text') && template.unsupported === null) {
      expect(template.body.parameters.every(({ example }) => example !== null)).toBe(true);
    }
    for (const button of template.buttons) {
      expect(button.kind === 'url' && button.parameter !== null).toBe(/\{\{/.test(button.value ?? ''));
    }
  });

  it('keep their headers of every kind', () => {
    expect(byName('order_confirmation').header).toEqual({ kind: 'document' });
    expect(byName('limited_time_offer_tuscan_getaway_2023').header).toEqual({ kind: 'image' });
    expect(byName('order_delivery_update').header).toEqual({ kind: 'location' });
    expect(byName('seasonal_promotion').header).toEqual({
      kind: 'text',
      text: 'Our {{1}} is on!',
      parameters: [{ key: '1', example: 'Summer Sale' }],
    });
  });

  it('keep their buttons, with what completes them', () => {
    expect(byName('limited_time_offer_tuscan_getaway_2023').buttons).toEqual([
      { kind: 'phone', text: 'Call', value: '16467043595', parameter: null },
      {
        kind: 'url',
        text: 'Shop Now',
        value: 'https://damp-sea-63235.herokuapp.com/shop?promo={{1}}',
        parameter: { key: '1', example: 'summer2023' },
      },
    ]);
    expect(byName('coupon_code_fall2023_25off').buttons.at(-1)).toEqual({
      kind: 'code',
      text: '',
      value: null,
      parameter: { key: '1', example: '250FF' },
    });
  });

  it('know named places by their names, and their examples', () => {
    expect(byName('ticket_status_updated')).toMatchObject({
      format: 'named',
      body: {
        parameters: [
          { key: 'name', example: 'John' },
          { key: 'ticket_id', example: '2332' },
        ],
      },
    });
  });

  it('that have no id of the provider are told apart by name and language', () => {
    const twice = recorded().filter(({ template }) => template.name === 'sample_shipping_confirmation');
    expect(new Set(twice.map(({ template }) => parsed(template).externalId)).size).toBe(2);
  });
});

describe('reading a template', () => {
  const minimal = { name: 'oi', language: 'pt-BR', components: [{ type: 'BODY', text: 'Oi' }] };

  it('keeps the language as the provider writes it', () => {
    expect(parsed(minimal).language).toBe('pt-BR');
    expect(parsed({ ...minimal, language: 'pt_BR' }).language).toBe('pt_BR');
  });

  it('takes a GIF for the film it is sent as', () => {
    const header = { type: 'HEADER', format: 'GIF' };
    expect(parsed({ ...minimal, components: [header, ...minimal.components] }).header).toEqual({ kind: 'video' });
  });

  it('orders numbered places by number, each once', () => {
    const body = { type: 'BODY', text: '{{2}} e {{1}} e {{2}}', example: { body_text: [['um', 'dois']] } };
    expect(parsed({ ...minimal, components: [body] }).body.parameters).toEqual([
      { key: '1', example: 'um' },
      { key: '2', example: 'dois' },
    ]);
  });

  it('says why it was rejected, and nothing where the provider says NONE', () => {
    expect(parsed({ ...minimal, rejected_reason: 'INVALID_FORMAT' }).reason).toBe('INVALID_FORMAT');
    expect(parsed({ ...minimal, rejected_reason: 'NONE' }).reason).toBeNull();
  });

  it.each([
    ['APPROVED', 'approved'],
    ['approved', 'approved'],
    ['REINSTATED', 'approved'],
    ['FLAGGED', 'approved'],
    ['PENDING', 'pending'],
    ['REJECTED', 'rejected'],
    ['PAUSED', 'paused'],
    ['DISABLED', 'disabled'],
    ['DELETED', 'deleted'],
    ['IN_APPEAL', 'unavailable'],
    ['LIMIT_EXCEEDED', 'unavailable'],
    ['LOCKED', 'unavailable'],
    ['ARCHIVED', 'unavailable'],
    ['PENDING_DELETION', 'unavailable'],
    ['SOMETHING_NEW', 'unavailable'],
  ])('takes %s as %s', (word, status) => {
    expect(statusOf(word)).toBe(status);
  });

  it.each([
    ['GREEN', 'high'],
    ['YELLOW', 'medium'],
    ['RED', 'low'],
    ['UNKNOWN', 'unknown'],
  ])('takes the quality %s as %s', (score, quality) => {
    expect(parsed({ ...minimal, quality_score: { score, date: 1 } }).quality).toBe(quality);
  });

  it('survives parts that are not as documented, and gives up only on what is no template', () => {
    const strange = { ...minimal, quality_score: 'high', rejected_reason: 7, parameter_format: null, id: 12 };
    expect(parsed(strange)).toMatchObject({ quality: 'unknown', reason: null, format: 'positional', externalId: '12' });
    for (const raw of [null, 'x', {}, { name: 'x' }, { ...minimal, components: 'none' }]) {
      expect(parseTemplate(raw)).toBeNull();
    }
  });
});
