import type { Template, TemplateValues } from '../../../src-shared/protocol/templates.ts';

/** A header's medium as uploaded for this sending. */
export interface UploadedHeader {
  id: string;
  name: string | null;
}

/**
 * The part of a send request that names a template and fills it in. The values must have been checked
 * (`checkTemplateValues`): what is missing here goes out empty and would be refused with 132000 or 132012.
 *
 * Source: Cloud API, "Template messages" (v26): components in the order header, body, buttons; positional parameters by
 * their place, named ones by `parameter_name`; a button's index as text.
 */
export function templateContent(template: Template, values: TemplateValues, header: UploadedHeader | null): object {
  const components = [headerOf(template, values, header), bodyOf(template, values), ...buttonsOf(template, values)];
  const filled = components.filter((component) => component !== null);
  return {
    type: 'template',
    template: {
      name: template.name,
      language: { code: template.language },
      ...(filled.length === 0 ? {} : { components: filled }),
    },
  };
}

function headerOf(template: Template, values: TemplateValues, uploaded: UploadedHeader | null): object | null {
  const { header } = template;
  if (header === null) return null;
  switch (header.kind) {
    case 'text':
      return header.parameters.length === 0
        ? null
        : { type: 'header', parameters: wordsOf(template, header.parameters, values.header) };
    case 'location': {
      // The provider wants numbers of a place as text here, though as numbers in a location message.
      const { latitude = 0, longitude = 0, name = '', address = '' } = values.location ?? {};
      const location = { latitude: String(latitude), longitude: String(longitude), name, address };
      return { type: 'header', parameters: [{ type: 'location', location }] };
    }
    default: {
      const filename = header.kind === 'document' && uploaded?.name ? { filename: uploaded.name } : {};
      const medium = { id: uploaded?.id ?? '', ...filename };
      return { type: 'header', parameters: [{ type: header.kind, [header.kind]: medium }] };
    }
  }
}

function bodyOf(template: Template, values: TemplateValues): object | null {
  const { parameters } = template.body;
  return parameters.length === 0 ? null : { type: 'body', parameters: wordsOf(template, parameters, values.body) };
}

function wordsOf(template: Template, parameters: { key: string }[], values: Record<string, string>): object[] {
  return parameters.map(({ key }) => ({
    type: 'text',
    ...(template.format === 'named' ? { parameter_name: key } : {}),
    text: values[key] ?? '',
  }));
}

function buttonsOf({ buttons }: Template, values: TemplateValues): object[] {
  return buttons.flatMap((button, position) => {
    const index = String(position);
    const value = values.buttons[index];
    switch (button.kind) {
      case 'url':
        return button.parameter === null ? [] : [part('url', index, { type: 'text', text: value ?? '' })];
      case 'code':
        return [part('copy_code', index, { type: 'coupon_code', coupon_code: value ?? '' })];
      case 'reply':
        // Without a payload of ours the customer's press comes back with the button's own words.
        return value === undefined ? [] : [part('quick_reply', index, { type: 'payload', payload: value })];
      default:
        return [];
    }
  });
}

const part = (subType: string, index: string, parameter: object): object => ({
  type: 'button',
  sub_type: subType,
  index,
  parameters: [parameter],
});
