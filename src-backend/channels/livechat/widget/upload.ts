import {
  LIVECHAT_MEDIA_ROUTE,
  type LivechatUploadReply,
  livechatUploadReplySchema,
} from '../../../../src-shared/protocol/livechat.ts';

export interface VisitorAccess {
  /** The backend's origin. */
  origin: string;
  connectionId: string;
  secret: string;
}

const address = (access: VisitorAccess, path: string, query: Record<string, string>): string =>
  `${access.origin}${LIVECHAT_MEDIA_ROUTE}${path}?${new URLSearchParams({ connection: access.connectionId, ...query })}`;

/** Sends the bytes; XMLHttpRequest because only it tells the progress of an upload. Rejects when the line breaks. */
export const uploadImage = (
  access: VisitorAccess,
  blob: Blob,
  name: string | null,
  progressed: (share: number) => void,
): Promise<LivechatUploadReply> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address(access, '', name === null ? {} : { name: name.slice(0, 200) }));
    request.setRequestHeader('authorization', `Bearer ${access.secret}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.timeout = 120_000;
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progressed(event.loaded / event.total);
    };
    request.onerror = () => reject(new Error('the upload broke'));
    request.ontimeout = () => reject(new Error('the upload took too long'));
    request.onload = () => {
      const reply = livechatUploadReplySchema.safeParse(parsed(request.responseText));
      if (reply.success) resolve(reply.data);
      else reject(new Error('the upload was not answered'));
    };
    request.send(blob);
  });

/** The address of an image in this page. The secret goes in a header, so that it never stands in an address. */
export const loadImage = async (access: VisitorAccess, id: string): Promise<string> => {
  const response = await fetch(address(access, `/${encodeURIComponent(id)}`, {}), {
    headers: { authorization: `Bearer ${access.secret}` },
    credentials: 'omit',
  });
  if (!response.ok) throw new Error('the image was refused');
  return URL.createObjectURL(await response.blob());
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
