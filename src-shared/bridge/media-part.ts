/**
 * What of a stored thing is shown: a medium itself, or its small picture; of a mail (by its message's id) its page, or its
 * page with the pictures from elsewhere, which whoever reads it asked for.
 */
export const mediaParts = ['whole', 'thumbnail', 'page', 'page-with-pictures'] as const;
export type MediaPart = (typeof mediaParts)[number];

/** Where both shells give it to the window. */
export function mediaPath(id: string, part: MediaPart): string {
  const name = encodeURIComponent(id);
  switch (part) {
    case 'whole':
      return `/media/${name}`;
    case 'thumbnail':
      return `/media/${name}/thumbnail`;
    case 'page':
      return `/mails/${name}`;
    case 'page-with-pictures':
      return `/mails/${name}/pictures`;
  }
}
