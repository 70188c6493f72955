import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Authenticated } from '../../accounts/accounts.ts';
import type { Authentication } from '../../http/authentication.ts';
import { sendError } from '../../http/errors.ts';
import type { MediaStore } from '../../media/media-store.ts';
import type { Store } from '../../store/open.ts';
import { type InlinePicture, showPage } from './html-page.ts';

const params = z.object({ id: z.string().min(1).max(64) });
const query = z.object({ images: z.literal('remote').optional() });

/** What goes into a page at most; further pictures are left out of it. */
const MOST_INLINE_BYTES = 20 * 1024 * 1024;
const PICTURES = /^image\/(png|jpeg|gif|webp|bmp|avif)$/;

/**
 * `GET /messages/:id/html`: the page of a mail, for who may see its conversation. `?images=remote` lets the frame load the
 * pictures from elsewhere, which tells the sender that and where it is read: only when the reader asks for it.
 */
export const emailPageRoutes =
  (deps: {
    store: Store;
    media: Pick<MediaStore, 'open'>;
    authentication: Authentication;
    maySee(caller: Authenticated, conversationId: string): Promise<boolean>;
  }): FastifyPluginAsync =>
  async (app) => {
    app.addHook('onRequest', deps.authentication.admit);

    async function picture(workspaceId: string, mediaId: string, left: number): Promise<InlinePicture | null> {
      const file = await deps.media.open(workspaceId, mediaId);
      if (file === null || !PICTURES.test(file.media.mime) || file.bytes.byteLength > left) return null;
      const { buffer, byteOffset, byteLength } = file.bytes;
      return { mime: file.media.mime, base64: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
    }

    app.get('/messages/:id/html', async (request, reply) => {
      const asked = params.safeParse(request.params);
      const wish = query.safeParse(request.query);
      if (!asked.success || !wish.success) return sendError(reply, { error: 'invalid' });
      const caller = deps.authentication.caller(request);
      const row = await deps.store.db
        .selectFrom('message')
        .innerJoin('email_message as mail', (join) =>
          join
            .onRef('mail.connection_id', '=', 'message.connection_id')
            .onRef('mail.external_id', '=', 'message.external_id'),
        )
        .select(['message.conversation_id', 'mail.html', 'mail.inline_media'])
        .where('message.workspace_id', '=', caller.workspaceId)
        .where('message.id', '=', asked.data.id)
        .where('message.deleted_at', 'is', null)
        .executeTakeFirst();
      // What one may not see looks like what does not exist.
      if (row?.html == null || !(await deps.maySee(caller, row.conversation_id)))
        return sendError(reply, { error: 'not-found' });
      const inline: (InlinePicture | null)[] = [];
      let left = MOST_INLINE_BYTES;
      for (const mediaId of row.inline_media) {
        const shown = await picture(caller.workspaceId, mediaId, left);
        left -= shown === null ? 0 : shown.base64.length;
        inline.push(shown);
      }
      const { html, policy } = showPage(row.html, inline, wish.data.images === 'remote');
      return reply
        .headers({
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': `${policy}; sandbox allow-popups allow-popups-to-escape-sandbox`,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cache-control': 'private, max-age=3600',
        })
        .send(html);
    });
  };
