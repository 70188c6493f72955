import type { LivechatRefusalReason } from '../../../../src-shared/protocol/livechat.ts';

/** What the widget says, in the languages it speaks. */
export interface Words {
  title: string;
  greeting: string;
  open: string;
  openUnread(count: number): string;
  close: string;
  minimize: string;
  log: string;
  write: string;
  send: string;
  emoji: string;
  image: string;
  dropImage: string;
  openImage: string;
  imageFailed: string;
  you: string;
  team: string;
  today: string;
  yesterday: string;
  earlier: string;
  newest: string;
  typing(name: string | null): string;
  withAgent(name: string): string;
  replySoon: string;
  joined(name: string): string;
  finished(protocol: string): string;
  connecting: string;
  offline: string;
  refused: string;
  updateNeeded: string;
  status: { sending: string; waiting: string; sent: string; delivered: string; read: string; failed: string };
  uploading(percent: number): string;
  retry: string;
  discard: string;
  reasons: Record<LivechatRefusalReason, string>;
  charactersOver(count: number): string;
}

const pt: Words = {
  title: 'Fale com a gente',
  greeting: 'Olá! Escreva sua mensagem e alguém da equipe responde por aqui.',
  open: 'Abrir o chat',
  openUnread: (count) => (count === 1 ? 'Abrir o chat, 1 mensagem nova' : `Abrir o chat, ${count} mensagens novas`),
  close: 'Fechar o chat',
  minimize: 'Minimizar o chat',
  log: 'Mensagens',
  write: 'Escreva sua mensagem',
  send: 'Enviar',
  emoji: 'Emoji',
  image: 'Enviar imagem',
  dropImage: 'Solte a imagem para enviar',
  openImage: 'Abrir a imagem',
  imageFailed: 'Não foi possível carregar a imagem',
  you: 'Você',
  team: 'Equipe',
  today: 'Hoje',
  yesterday: 'Ontem',
  earlier: 'Mensagens anteriores',
  newest: 'Mensagens novas',
  typing: (name) => (name ? `${name} está digitando…` : 'Digitando…'),
  withAgent: (name) => `Você está falando com ${name}`,
  replySoon: 'Respondemos por aqui',
  joined: (name) => `${name} entrou na conversa`,
  finished: (protocol) => `Atendimento finalizado. Protocolo ${protocol}`,
  connecting: 'Conectando…',
  offline: 'Sem conexão. O que você escrever será enviado assim que ela voltar.',
  refused: 'O chat não está disponível agora.',
  updateNeeded: 'Recarregue a página para continuar a conversa.',
  status: {
    sending: 'Enviando',
    waiting: 'Aguardando conexão',
    sent: 'Enviada',
    delivered: 'Entregue',
    read: 'Lida',
    failed: 'Não enviada',
  },
  uploading: (percent) => `Enviando ${percent}%`,
  retry: 'Tentar novamente',
  discard: 'Descartar',
  reasons: {
    invalid: 'a mensagem não foi aceita',
    'text-too-long': 'o texto é longo demais',
    'unwanted-characters': 'o texto tem caracteres que não são aceitos',
    'unknown-connection': 'o chat não está disponível',
    'unknown-media': 'a imagem não existe mais',
    'protocol-mismatch': 'recarregue a página',
    'rate-limited': 'muitas mensagens em pouco tempo',
    'too-large': 'a imagem passa de 10 MB',
    'unsupported-media': 'só aceitamos imagens PNG, JPEG, GIF ou WebP',
    unavailable: 'o chat está indisponível no momento',
  },
  charactersOver: (count) => (count === 1 ? '1 caractere a mais' : `${count} caracteres a mais`),
};

const en: Words = {
  title: 'Chat with us',
  greeting: 'Hello! Write your message and someone from our team will answer here.',
  open: 'Open chat',
  openUnread: (count) => (count === 1 ? 'Open chat, 1 new message' : `Open chat, ${count} new messages`),
  close: 'Close chat',
  minimize: 'Minimise chat',
  log: 'Messages',
  write: 'Write your message',
  send: 'Send',
  emoji: 'Emoji',
  image: 'Send an image',
  dropImage: 'Drop the image to send it',
  openImage: 'Open the image',
  imageFailed: 'The image could not be loaded',
  you: 'You',
  team: 'Team',
  today: 'Today',
  yesterday: 'Yesterday',
  earlier: 'Earlier messages',
  newest: 'New messages',
  typing: (name) => (name ? `${name} is typing…` : 'Typing…'),
  withAgent: (name) => `You are talking to ${name}`,
  replySoon: 'We answer here',
  joined: (name) => `${name} joined the conversation`,
  finished: (protocol) => `Conversation finished. Protocol ${protocol}`,
  connecting: 'Connecting…',
  offline: 'No connection. What you write will be sent as soon as it is back.',
  refused: 'The chat is not available right now.',
  updateNeeded: 'Reload the page to continue the conversation.',
  status: {
    sending: 'Sending',
    waiting: 'Waiting for connection',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not sent',
  },
  uploading: (percent) => `Sending ${percent}%`,
  retry: 'Try again',
  discard: 'Discard',
  reasons: {
    invalid: 'the message was not accepted',
    'text-too-long': 'the text is too long',
    'unwanted-characters': 'the text has characters that are not accepted',
    'unknown-connection': 'the chat is not available',
    'unknown-media': 'the image no longer exists',
    'protocol-mismatch': 'reload the page',
    'rate-limited': 'too many messages in a short time',
    'too-large': 'the image is over 10 MB',
    'unsupported-media': 'only PNG, JPEG, GIF or WebP images are accepted',
    unavailable: 'the chat is unavailable at the moment',
  },
  charactersOver: (count) => (count === 1 ? '1 character too many' : `${count} characters too many`),
};

const es: Words = {
  title: 'Habla con nosotros',
  greeting: '¡Hola! Escribe tu mensaje y alguien del equipo te responde por aquí.',
  open: 'Abrir el chat',
  openUnread: (count) => (count === 1 ? 'Abrir el chat, 1 mensaje nuevo' : `Abrir el chat, ${count} mensajes nuevos`),
  close: 'Cerrar el chat',
  minimize: 'Minimizar el chat',
  log: 'Mensajes',
  write: 'Escribe tu mensaje',
  send: 'Enviar',
  emoji: 'Emoji',
  image: 'Enviar imagen',
  dropImage: 'Suelta la imagen para enviarla',
  openImage: 'Abrir la imagen',
  imageFailed: 'No se pudo cargar la imagen',
  you: 'Tú',
  team: 'Equipo',
  today: 'Hoy',
  yesterday: 'Ayer',
  earlier: 'Mensajes anteriores',
  newest: 'Mensajes nuevos',
  typing: (name) => (name ? `${name} está escribiendo…` : 'Escribiendo…'),
  withAgent: (name) => `Estás hablando con ${name}`,
  replySoon: 'Respondemos por aquí',
  joined: (name) => `${name} entró en la conversación`,
  finished: (protocol) => `Atención finalizada. Protocolo ${protocol}`,
  connecting: 'Conectando…',
  offline: 'Sin conexión. Lo que escribas se enviará en cuanto vuelva.',
  refused: 'El chat no está disponible ahora.',
  updateNeeded: 'Recarga la página para continuar la conversación.',
  status: {
    sending: 'Enviando',
    waiting: 'Esperando conexión',
    sent: 'Enviado',
    delivered: 'Entregado',
    read: 'Leído',
    failed: 'No enviado',
  },
  uploading: (percent) => `Enviando ${percent}%`,
  retry: 'Intentar de nuevo',
  discard: 'Descartar',
  reasons: {
    invalid: 'el mensaje no fue aceptado',
    'text-too-long': 'el texto es demasiado largo',
    'unwanted-characters': 'el texto tiene caracteres que no se aceptan',
    'unknown-connection': 'el chat no está disponible',
    'unknown-media': 'la imagen ya no existe',
    'protocol-mismatch': 'recarga la página',
    'rate-limited': 'demasiados mensajes en poco tiempo',
    'too-large': 'la imagen supera los 10 MB',
    'unsupported-media': 'solo se aceptan imágenes PNG, JPEG, GIF o WebP',
    unavailable: 'el chat no está disponible en este momento',
  },
  charactersOver: (count) => (count === 1 ? '1 carácter de más' : `${count} caracteres de más`),
};

export const languages: Record<'pt-BR' | 'en' | 'es', Words> = { 'pt-BR': pt, en, es };
export type Language = keyof typeof languages;

/** The first of the wished languages that the widget speaks; Portuguese when none is. */
export const chooseLanguage = (wished: readonly string[]): Language => {
  for (const wish of wished) {
    const base = wish.toLowerCase().split('-')[0];
    if (base === 'pt') return 'pt-BR';
    if (base === 'en' || base === 'es') return base;
  }
  return 'pt-BR';
};
