import { z } from 'zod';
import type { ProviderTemplate } from '../contract.ts';
import type { Graph } from '../meta/graph.ts';
import { refusalOf } from '../meta/refusals.ts';
import { parseTemplate } from './parse-template.ts';
import type { WhatsAppSettings } from './settings.ts';

/** An account may have 6,000 templates at most, so more pages than this are a server that repeats itself. */
const PAGE_SIZE = 100;
const MOST_PAGES = 100;

const FIELDS = 'id,name,language,status,category,parameter_format,components,quality_score,rejected_reason';

const pageShape = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({
      cursors: z.object({ after: z.string().min(1) }).optional(),
      next: z.string().optional(),
    })
    .optional(),
});

/** The provider would not list the templates. `code` is its own, or ours for the way there. */
export class TemplatesRefused extends Error {
  readonly code: string;
  readonly detail: string | null;
  constructor(code: string, detail: string | null) {
    super(`whatsapp did not list the templates: ${code}`);
    this.code = code;
    this.detail = detail;
  }
}

/**
 * All templates of the account, page by page. The next page is asked for by its cursor: the address that an answer offers
 * is not followed, because the token would travel with it. Throws `TemplatesRefused`.
 */
export function createTemplateList({ graph, timeoutMs }: { graph: Graph; timeoutMs: number }) {
  return async (settings: WhatsAppSettings): Promise<ProviderTemplate[]> => {
    const templates: ProviderTemplate[] = [];
    let after: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = new URLSearchParams({ fields: FIELDS, limit: String(PAGE_SIZE), ...(after && { after }) });
      const answer = await graph.get(settings, `${settings.businessAccountId}/message_templates?${query}`, timeoutMs);
      const listed = answer.state === 'answered' && answer.status < 300 ? pageShape.safeParse(answer.body).data : null;
      if (!listed) {
        const { code, detail } = refusalOf(answer, false);
        throw new TemplatesRefused(code, detail);
      }
      templates.push(...listed.data.flatMap((raw) => parseTemplate(raw) ?? []));
      after = listed.paging?.next === undefined ? null : (listed.paging.cursors?.after ?? null);
      if (after === null) return templates;
    }
    throw new TemplatesRefused('endless', `more than ${MOST_PAGES} pages`);
  };
}
