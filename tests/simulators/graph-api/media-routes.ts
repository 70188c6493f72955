import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createAuthority } from './authority.ts';
import type { PendingFaults } from './faults.ts';
import type { BusinessNumber } from './graph-api.ts';
import { kindOfUpload } from './media-kinds.ts';
import type { MediaStore } from './media-store.ts';
import { errorBody, invalidParameter, type MetaError, noSuchObject } from './meta-errors.ts';

/** Source: Cloud API, "Media": an address is valid for 5 minutes. */
const ADDRESS_TTL_MS = 5 * 60_000;

export interface MediaRoutesDeps {
  accessToken: string;
  numbers: readonly BusinessNumber[];
  media: MediaStore;
  faults: PendingFaults;
}

/** Upload, address and download of media of every kind. */
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
    // The part's own header loses the codec on the way through a form; the field says it.
    const mime = fields.get('type') ?? file.mime;
    if (mime.split(';')[0] !== file.mime.split(';')[0]) return refuse(invalidParameter('type is not the file’s'));
    const checked = kindOfUpload(mime, file.bytes);
    if (!checked.ok) return refuse(invalidParameter(checked.error));
    return { id: media.put(file.bytes, mime).id };
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
