import type { StoredTemplate, TemplateQuality } from './templates.ts';

function envelope(businessAccountId: string, at: number, field: string, value: object): object {
  const changes = [{ value, field }];
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: businessAccountId, time: Math.floor(at / 1000), changes }],
  };
}

const named = ({ id, name, language }: StoredTemplate) => ({
  message_template_id: Number(id),
  message_template_name: name,
  message_template_language: language,
});

export function templateStatusWebhook(account: string, template: StoredTemplate, event: string, at: number): object {
  return envelope(account, at, 'message_template_status_update', {
    event,
    ...named(template),
    reason: template.rejected_reason,
    message_template_category: template.category,
  });
}

export function templateQualityWebhook(
  account: string,
  template: StoredTemplate,
  previous: TemplateQuality,
  at: number,
): object {
  return envelope(account, at, 'message_template_quality_update', {
    previous_quality_score: previous,
    new_quality_score: template.quality_score.score,
    ...named(template),
  });
}
