import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createAuthority } from './authority.ts';
import type { PendingFaults } from './faults.ts';
import type { BusinessNumber } from './graph-api.ts';
import type { MediaStore } from './media-store.ts';
import { errorBody, invalidParameter, type MetaError, noSuchObject } from './meta-errors.ts';

/** Source: Cloud API, "Media": an address is valid for 5 minutes. */
const ADDRESS_TTL_MS = 5 * 60_000;
const IMAGE_LIMIT = 5 * 1024 * 1024;

export interface MediaRoutesDeps {
  accessToken: string;
  numbers: readonly BusinessNumber[];
  media: MediaStore;
  faults: PendingFaults;
}

/** Upload, address, download and deletion-free storage of media: images, which is what is sent so far. */
export function registerMedia(app: FastifyInstance, deps: MediaRoutesDeps): void {
  const { media, faults } = deps;
  const authority = createAuthority(deps);

  app.post<{ Params: { phone: string } }>('/:version/:phone/media', async (request, reply) => {
    const refuse = (error: MetaError) => reply.code(error.status).send(errorBody(error));
    const caller = authority.numberFor(request.headers.authorization, request.params.phone);
    if (!caller.ok) return refuse(caller.error);
    if (!request.isMultipart()) return refuse(invalidParameter('The parameter file is required.'));
    const { file, fields } = await readForm(request);
    if (fields.get('messaging_product') !== 'whatsapp') {
      return refuse(invalidParameter('The parameter messaging_product is required.'));
    }
    if (!file) return refuse(invalidParameter('The parameter file is required.'));
    if (!/^image\/(jpeg|png)$/.test(file.mime)) return refuse(invalidParameter(`file of type ${file.mime}`));
    if (file.bytes.length > IMAGE_LIMIT) return refuse(invalidParameter('file over 5 MB'));
    return { id: media.put(file.bytes, file.mime).id };
  });

  app.get<{ Params: { id: string } }>('/:version/:id', (request, reply) => {
    const refuse = (error: MetaError) => reply.code(error.status).send(errorBody(error));
    const error = authority.tokenError(request.headers.authorization);
    if (error) return refuse(error);
    const stored = media.get(request.params.id);
    if (!stored) return refuse(noSuchObject(request.params.id));
    const token = media.address(stored, faults.mediaAddressExpired() ? 0 : ADDRESS_TTL_MS);
    return reply.send({
      messaging_product: 'whatsapp',
      url: `${request.protocol}://${request.host}/attachments/whatsapp/${token}`,
      mime_type: stored.mime,
      sha256: stored.sha256,
      file_size: stored.bytes.length,
      id: stored.id,
    });
  });

  app.get<{ Params: { token: string } }>('/attachments/whatsapp/:token', (request, reply) => {
    if (authority.tokenError(request.headers.authorization)) return reply.code(401).send();
    const stored = media.at(request.params.token);
    if (!stored) return reply.code(404).send();
    return reply.header('content-type', stored.mime).send(Buffer.from(stored.bytes));
  });
}

async function readForm(request: FastifyRequest) {
  const fields = new Map<string, string>();
  let file: { mime: string; bytes: Uint8Array } | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { mime: part.mimetype, bytes: new Uint8Array(await part.toBuffer()) };
    else if (typeof part.value === 'string') fields.set(part.fieldname, part.value);
  }
  return { file, fields };
}
