import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { GraphApi } from './graph-api.ts';

/**
 * The stand-in's own handles over HTTP, for scripts in another process. They are no part of what Meta offers, and the
 * server listens on the loopback address only.
 */
const customerMessage = z.object({
  waId: z.string().regex(/^\d+$/).optional(),
  userId: z.string().min(1).optional(),
  name: z.string().min(1),
  phoneNumberId: z.string().optional(),
  text: z.string().optional(),
  image: z.object({ base64: z.base64(), mime: z.string() }).optional(),
  quotedId: z.string().optional(),
});

const count = z.number().int().positive();
const code = z.number().int();
const fault = z.discriminatedUnion('fault', [
  z.object({ fault: z.literal('refuseSends'), times: count, code }),
  z.object({ fault: z.literal('loseAnswers'), times: count }),
  z.object({ fault: z.literal('keepSilent'), times: count }),
  z.object({ fault: z.literal('failDeliveries'), times: count, code }),
  z.object({ fault: z.literal('duplicateWebhooks'), times: count }),
  z.object({ fault: z.literal('reverseWebhooks'), times: count }),
  z.object({ fault: z.literal('delayWebhooks'), ms: z.number().int().nonnegative() }),
  z.object({ fault: z.literal('expireMediaAddresses'), times: count }),
]);

const templateChange = z.object({
  name: z.string(),
  language: z.string().optional(),
  status: z
    .enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'IN_APPEAL', 'ARCHIVED', 'PENDING_DELETION'])
    .optional(),
  quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']).optional(),
  reason: z.string().optional(),
  remove: z.boolean().optional(),
});

function changeOf({ status, quality, reason }: Pick<z.infer<typeof templateChange>, 'status' | 'quality' | 'reason'>) {
  return {
    ...(status === undefined ? {} : { status }),
    ...(quality === undefined ? {} : { quality }),
    ...(reason === undefined ? {} : { reason }),
  };
}

export function registerControl(app: FastifyInstance, api: GraphApi): void {
  app.post('/control/callback', (request, reply) => {
    api.setCallback(z.object({ url: z.url() }).parse(request.body).url);
    return reply.code(204).send();
  });

  app.post('/control/customer-messages', { bodyLimit: 16 * 1024 * 1024 }, (request) => {
    const { image, ...rest } = customerMessage.parse(request.body);
    const picture = image && { bytes: new Uint8Array(Buffer.from(image.base64, 'base64')), mime: image.mime };
    return { externalId: api.customerWrites({ ...rest, image: picture }).externalId };
  });

  app.get('/control/business-messages', (request) => {
    const { after } = z.object({ after: z.coerce.number().int().nonnegative().default(0) }).parse(request.query);
    const messages = api.businessMessages().slice(after);
    return {
      next: after + messages.length,
      messages: messages.map(({ media, ...message }) => ({
        ...message,
        media: media && {
          ...media,
          bytes: undefined,
          base64: media.bytes && Buffer.from(media.bytes).toString('base64'),
        },
      })),
    };
  });

  app.post('/control/faults', (request, reply) => {
    arrange(api, fault.parse(request.body));
    return reply.code(204).send();
  });

  app.post('/control/templates', async (request) => {
    const { name, language, ...to } = templateChange.parse(request.body);
    const which = { name, ...(language === undefined ? {} : { language }) };
    const { delivered } = to.remove === true ? api.review.remove(name) : api.review.change(which, changeOf(to));
    return { delivered: await delivered };
  });

  app.post('/control/unreachable', (request, reply) => {
    api.unreachable(z.object({ address: z.string() }).parse(request.body).address);
    return reply.code(204).send();
  });

  app.post('/control/settled', async (_request, reply) => {
    await api.settled();
    return reply.code(204).send();
  });
}

function arrange({ faults }: GraphApi, wanted: z.infer<typeof fault>): void {
  switch (wanted.fault) {
    case 'refuseSends':
    case 'failDeliveries':
      faults[wanted.fault](wanted.times, wanted.code);
      break;
    case 'delayWebhooks':
      faults.delayWebhooks(wanted.ms);
      break;
    default:
      faults[wanted.fault](wanted.times);
  }
}
